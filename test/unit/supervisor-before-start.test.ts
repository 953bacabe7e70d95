import { expect, test } from "vitest";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, Machine } from "./support/machine.ts";

const TERM = Signal.Term;
const twoHooks = ["--before-start=migrate", "--before-start=render"];

/** A machine whose first hook runs. */
function inFirstHook(words: string[] = []): Machine {
  const machine = new Machine([...twoHooks, ...words]);
  machine.begin();
  machine.helperEnds();
  return machine;
}

test("without hooks the command is ordered at once, and nothing is checked", () => {
  expect(new Machine().begin()).toEqual(["start command"]);
});

test.each(["--before-start", "--before-stop", "--after-exit"])(
  "the hook of %s is looked at before anything is started, whenever it would run",
  (option) => {
    expect(new Machine([`${option}=hook`]).begin()).toEqual(["check hooks"]);
  },
);

test("the hooks before the start run one after the other, and then the command", () => {
  const machine = new Machine(twoHooks);
  expect([machine.begin(), machine.helperEnds(), machine.helperEnds(), machine.helperEnds()].flat()).toEqual([
    "check hooks",
    "run migrate",
    "run render",
    "start command",
  ]);
});

test("a hook before the start has no limit of time", () => {
  expect(inFirstHook(["--hook-timeout=1ms"]).supervisor.deadlineMs).toBe(Infinity);
});

test("a hook that is missing ends lissom with the code of the check: nothing is started, and no hook runs", () => {
  const machine = new Machine([...twoHooks, "--after-exit=tell", "--log-level=error"]);
  machine.begin();
  expect(machine.helperEnds(exited(125))).toEqual(["log hookMissing 0 0 0", "exit 125"]);
});

test("a hook that fails is told with its code, which becomes lissom's, and the command is never started", () => {
  const machine = inFirstHook(["--log-level=error"]);
  expect(machine.helperEnds(exited(3))).toEqual(["log beforeStartFailed 3 0 0 about migrate"]);
  expect(machine.nobodyLeft()).toEqual(["exit 3"]);
});

test("a hook that a signal ended counts as 128 and its number", () => {
  const machine = inFirstHook(["--log-level=error"]);
  expect(machine.helperEnds(Signal.Kill)).toEqual(["log beforeStartFailed 137 9 0 about migrate"]);
  expect(machine.nobodyLeft()).toEqual(["exit 137"]);
});

test("the code of a hook that failed is not changed by the exit map, which is about the command", () => {
  const machine = inFirstHook(["--exit-map=3=0"]);
  machine.helperEnds(exited(3));
  expect(machine.nobodyLeft()).toEqual(["exit 3"]);
});

test.each(["stop", "wait"])(
  "what a failed hook leaves behind is stopped before the end, with --leftovers %s too",
  (leftovers) => {
    const machine = inFirstHook([`--leftovers=${leftovers}`]);
    machine.helperEnds(exited(3));
    expect(machine.othersLeft()).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
    expect(machine.deadline()).toEqual(["note survivors", "kill all"]);
    expect(machine.nobodyLeft()).toEqual(["exit 3"]);
  },
);

test("what the hooks leave behind is stopped when the command cannot be run, and then lissom ends with its code", () => {
  const machine = new Machine(["--before-start=migrate"]);
  machine.begin();
  machine.helperEnds();
  machine.helperEnds();
  expect(machine.on((supervisor) => supervisor.startFailed(127, 2, machine.nowMs))).toEqual([]);
  expect(machine.othersLeft()).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
  expect(machine.nobodyLeft()).toEqual(["exit 127"]);
});

test("a command that turns out to be none in the middle of a stop begins no new one", () => {
  const machine = new Machine([...twoHooks, "--before-stop=leave"]).start();
  machine.signal(TERM);
  machine.helperEnds();
  const { deadlineMs } = machine.supervisor;
  machine.pass(1000).on((supervisor) => supervisor.startFailed(127, 2, machine.nowMs));
  expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([Phase.Stopping, deadlineMs]);
  expect(machine.nobodyLeft()).toEqual(["exit 127"]);
});

test("a stop request stops a hook as it would the command, and the command is never started", () => {
  const machine = inFirstHook(["--then=QUIT:1s"]);
  expect(machine.signal(Signal.Int)).toEqual(["send SIGINT to all", "send SIGCONT to all"]);
  expect(machine.othersLeft()).toEqual([]);
  expect(machine.deadline()).toEqual(["send SIGQUIT to all", "send SIGCONT to all"]);
  expect(machine.deadline()).toEqual(["note survivors", "kill helper 21", "kill all"]);
  expect(machine.helperEnds(Signal.Kill)).toEqual([]);
  expect(machine.nobodyLeft()).toEqual(["exit 130"]);
});

test("a hook that does its work after the stop request leads to no next hook and no command", () => {
  const machine = inFirstHook();
  machine.signal(TERM);
  expect(machine.helperEnds()).toEqual([]);
  expect(machine.nobodyLeft()).toEqual(["exit 143"]);
});

test("a stop request during the check kills the check and ends without a hook after the exit", () => {
  const machine = new Machine(["--after-exit=tell", ...twoHooks]);
  machine.begin();
  expect(machine.signal(TERM)[0]).toBe(`kill helper ${HELPER}`);
  expect(machine.nobodyLeft()).toEqual(["exit 143"]);
});

test("signals wait until there is a command to pass them on to", () => {
  const machine = new Machine(twoHooks);
  const defers = () => machine.supervisor.defersSignals();
  const seen = [defers()];
  machine.begin();
  seen.push(defers());
  machine.helperEnds();
  seen.push(defers());
  machine.helperEnds();
  machine.helperEnds();
  seen.push(defers());
  machine.commandStarts();
  expect([...seen, defers()]).toEqual([true, true, true, true, false]);
});

test("no hook can hold up a stop that was asked for before it began: signals that arrived are told before", () => {
  const machine = new Machine(twoHooks);
  expect(machine.signal(TERM)).toEqual(["exit 143"]);
  expect(machine.begin()).toEqual([]);
});
