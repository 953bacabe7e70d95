import { expect, test } from "vitest";
import { Reason } from "../../src/core/ending.ts";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, MAIN, Machine } from "./support/machine.ts";

const hooks = ["--after-exit=tell", "--after-exit=note"];
/** The first helper is the check. */
const FIRST_HOOK = HELPER + 1;

test("the hooks run one after the other when the last process has ended, and lissom ends behind them", () => {
  const machine = new Machine([...hooks, "--leftovers=wait"]).start();
  expect(machine.mainEndsBeforeOthers(exited(3))).toEqual([]);
  expect(machine.nobodyLeft()).toEqual(["run tell"]);
  expect(machine.helperEnds()).toEqual(["run note"]);
  expect(machine.helperEnds()).toEqual(["exit 3"]);
});

test("a hook that fails is a warning that does not change the exit code", () => {
  const machine = new Machine([...hooks, "--log-level=warn"]).start();
  machine.mainEndsLast(exited(3));
  expect(machine.helperEnds(exited(9))).toEqual(["log hookFailed 9 0 0 about tell", "run note"]);
  expect(machine.helperEnds(Signal.Segv)).toEqual(["log hookFailed 139 11 0 about note", "exit 3"]);
});

test("a hook that hangs is killed after its time, and the next one runs", () => {
  const machine = new Machine([...hooks, "--log-level=warn", "--hook-timeout=2s"]).start();
  machine.mainEndsLast();
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 2000);
  expect(machine.deadline()).toEqual([
    "log hookTimedOut 2000 0 0 about tell",
    `kill helper ${FIRST_HOOK}`,
    "run note",
  ]);
  expect(machine.deadline().slice(1)).toEqual([`kill helper ${FIRST_HOOK + 1}`, "exit 0"]);
});

test("the hooks run behind processes that no SIGKILL ended, too", () => {
  const machine = new Machine([...hooks, "--grace=0"]).start();
  machine.signal(Signal.Term);
  machine.deadline();
  expect(machine.deadline()).toEqual(["run tell"]);
  expect(machine.supervisor.ending.reason).toBe(Reason.KilledAfterGrace);
  expect(machine.on((supervisor) => supervisor.startFailed(127, 2, machine.nowMs))).toEqual([]);
});

test("the hooks run for a command that could not be started", () => {
  const machine = new Machine(hooks);
  machine.begin();
  expect(machine.helperEnds()).toEqual(["start command"]);
  expect(machine.on((supervisor) => supervisor.startFailed(126, 13, machine.nowMs))).toEqual(["run tell"]);
  expect([machine.supervisor.ending.reason, machine.supervisor.exitCode]).toEqual([Reason.StartFailed, 126]);
});

test("the hooks run when one before the start has failed, or was stopped", () => {
  const failing = new Machine([...hooks, "--before-start=migrate"]);
  failing.begin();
  failing.helperEnds();
  failing.helperEnds(exited(4));
  expect(failing.nobodyLeft()).toEqual(["run tell"]);
  const stopped = new Machine([...hooks, "--before-start=migrate"]);
  stopped.begin();
  stopped.helperEnds();
  stopped.signal(Signal.Term);
  stopped.helperEnds();
  expect(stopped.nobodyLeft()).toEqual(["run tell"]);
  expect([stopped.supervisor.ending.reason, stopped.supervisor.exitCode]).toEqual([Reason.StartFailed, 143]);
});

test("the hooks do not run when nothing was begun: a stop request before anything ran, or a missing hook", () => {
  expect(new Machine(hooks).signal(Signal.Term)).toEqual(["exit 143"]);
  const missing = new Machine(hooks);
  missing.begin();
  expect(missing.helperEnds(exited(127))).toEqual(["log hookMissing 0 0 0", "exit 125"]);
});

test("signals that arrive while the hooks run reach nobody, as nobody is left", () => {
  const machine = new Machine(hooks).start();
  machine.mainEndsLast();
  expect(machine.supervisor.phase).toBe(Phase.AfterExit);
  expect([machine.signal(Signal.Hup), machine.signal(Signal.Term)].flat()).toEqual([]);
  expect(machine.supervisor.requestSigno).toBe(Signal.Term);
});

test("the end of another process, or that there is none but the hook, moves no hook on", () => {
  const machine = new Machine(hooks).start();
  machine.mainEndsLast();
  const orders = [
    machine.on((supervisor) => supervisor.childExited(MAIN + 1, 0, machine.nowMs)),
    machine.othersLeft(),
    machine.nobodyLeft(),
  ];
  expect(orders.flat()).toEqual([]);
});
