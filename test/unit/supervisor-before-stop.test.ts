import { expect, test } from "vitest";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, Machine } from "./support/machine.ts";

const TERM = Signal.Term;
const stops = ["send SIGTERM to group", "send SIGCONT to group"];
const hooks = ["--before-stop=leave", "--before-stop-http=PUT http://registry/leave", "--before-stop=flip"];
/** The first helper is the check. */
const FIRST_HOOK = HELPER + 1;

function stopping(words: string[]): Machine {
  const machine = new Machine(words).start();
  machine.signal(TERM);
  return machine;
}

test("the hooks run at the stop request in the order in which they were written, and then comes the signal", () => {
  const machine = new Machine(hooks).start();
  expect(machine.signal(TERM)).toEqual(["run leave"]);
  expect(machine.helperEnds()).toEqual(["run PUT http://registry/leave"]);
  expect(machine.helperEnds()).toEqual(["run flip"]);
  expect(machine.helperEnds()).toEqual(stops);
});

test("a hook that fails is a warning with its code, and the stop goes on", () => {
  const machine = stopping(["--before-stop=leave", "--log-level=warn"]);
  expect(machine.helperEnds(exited(2))).toEqual(["log hookFailed 2 0 0 about leave", ...stops]);
  const signalled = stopping(["--before-stop=leave", "--log-level=warn"]);
  expect(signalled.helperEnds(Signal.Kill)).toEqual(["log hookFailed 137 9 0 about leave", ...stops]);
});

test("a hook that cannot be started is a failure, and the next one runs", () => {
  const machine = stopping(hooks);
  const orders = machine.on((supervisor) => supervisor.helperEnded(126, 0, machine.nowMs));
  expect(orders).toEqual(["run PUT http://registry/leave"]);
});

test("each hook has five seconds, or what --hook-timeout says, and is killed then", () => {
  for (const [words, limitMs] of [
    [[], 5000],
    [["--hook-timeout=700ms"], 700],
  ] as const) {
    const machine = stopping([...words, "--log-level=warn", "--before-stop=leave", "--before-stop=flip"]);
    expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + limitMs);
    expect(machine.deadline()).toEqual([
      `log hookTimedOut ${limitMs} 0 0 about leave`,
      `kill helper ${FIRST_HOOK}`,
      "run flip",
    ]);
    expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + limitMs);
  }
});

test("the end of a hook that was killed is that of any orphan", () => {
  const machine = stopping([...hooks, "--log-level=trace"]);
  machine.deadline();
  const orders = machine.on((supervisor) => supervisor.childExited(FIRST_HOOK, 9, machine.nowMs));
  expect(orders).toEqual([`log orphanReaped ${FIRST_HOOK} 137 9`]);
  expect(machine.supervisor.phase).toBe(Phase.BeforeStop);
});

test("no hook before the stop runs when the main process ends by itself", () => {
  const machine = new Machine(hooks).start();
  expect(machine.mainEndsBeforeOthers()).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
  expect(new Machine(hooks).start().mainEndsLast(exited(4))).toEqual(["exit 4"]);
});

test("when the main process ends during the hooks these are run to the last, and delay and drain are passed over", () => {
  const machine = stopping([...hooks, "--delay=5s", "--drain=80"]);
  expect(machine.mainEndsLast(exited(4))).toEqual([]);
  expect(machine.helperEnds()).toEqual(["run PUT http://registry/leave"]);
  machine.helperEnds();
  expect(machine.helperEnds()).toEqual([]);
  expect(machine.nobodyLeft()).toEqual(["exit 4"]);
});

test("what outlives a main process that ended during the hooks gets the stop signal behind them, with the grace", () => {
  const machine = stopping(["--before-stop=leave"]);
  machine.mainEndsBeforeOthers();
  machine.helperEnds();
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 10_000);
  expect(machine.othersLeft()).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
  expect(machine.othersLeft()).toEqual([]);
});

test("other signals reach the command while a hook runs, and change no timer", () => {
  const machine = stopping(hooks);
  const { deadlineMs } = machine.supervisor;
  expect(machine.pass(100).signal(Signal.Hup)).toEqual(["send SIGHUP to group"]);
  expect(machine.signal(TERM)).toEqual(stops);
  expect(machine.supervisor.deadlineMs).toBe(deadlineMs);
});

test("the first stop request is known by its signal, for the hooks' LISSOM_SIGNAL, also where another one follows", () => {
  const machine = new Machine([...hooks, "--map=INT=QUIT"]).start();
  machine.signal(Signal.Int);
  machine.signal(TERM);
  expect(machine.supervisor.requestSigno).toBe(Signal.Int);
});

test("processes that outlive the command from before the stop are stopped with the hooks, the delay and the drain", () => {
  const machine = new Machine([
    "--leftovers=wait",
    "--before-stop=leave",
    "--delay=2s",
    "--drain=80",
  ]).start();
  machine.mainEndsBeforeOthers();
  expect(machine.signal(TERM)).toEqual(["run leave"]);
  machine.helperEnds();
  expect([machine.othersLeft(), machine.supervisor.phase]).toEqual([[], Phase.Delaying]);
  expect(machine.deadline()).toEqual(["watch connections"]);
  expect(machine.helperEnds()).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
  expect(machine.othersLeft()).toEqual([]);
});

test("the delay lies between the hooks and the signal, and ends with the main process", () => {
  const machine = stopping(["--before-stop=leave", "--delay=7s"]);
  machine.pass(400).helperEnds();
  expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([
    Phase.Delaying,
    machine.nowMs + 7000,
  ]);
  expect(machine.deadline()).toEqual(stops);
  const ending = stopping(["--delay=7s"]);
  expect(ending.pass(100).mainEndsLast(exited(6))).toEqual(["exit 6"]);
});
