import { expect, test } from "vitest";
import { Fact, Reason } from "../../src/core/ending.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, Machine, SENDER } from "./support/machine.ts";

const TERM = Signal.Term;
const KILL = Signal.Kill;

/** The parts of a life that took place, with their milliseconds. */
function parts(machine: Machine): Record<string, number> {
  const names = [
    "beforeStart",
    "run",
    "beforeStop",
    "delay",
    "drain",
    "stopping",
    "leftovers",
    "killing",
    "last",
  ];
  const all = names.map((name, index): [string, number] => [
    name,
    machine.fact(Fact.BeforeStart + index) ?? NaN,
  ]);
  return Object.fromEntries(all.filter(([, ms]) => ms !== -1));
}

const reasonOf = (machine: Machine) => machine.supervisor.ending.reason;

test("a command that ends by itself has exited, and one that a signal ends was signalled, by that signal", () => {
  for (const [waitStatus, reason, signo] of [
    [exited(0), Reason.Exited, 0],
    [exited(3), Reason.Exited, 0],
    [TERM, Reason.Signalled, TERM],
    [KILL, Reason.Signalled, KILL],
  ] as const) {
    const machine = new Machine().start();
    machine.mainEndsLast(waitStatus);
    expect([reasonOf(machine), machine.supervisor.mainSigno]).toEqual([reason, signo]);
  }
});

test("a command that SIGKILL ends behind the grace was killed after the grace, and one that exits then has exited", () => {
  for (const [waitStatus, reason] of [
    [KILL, Reason.KilledAfterGrace],
    [exited(0), Reason.Exited],
    [TERM, Reason.Signalled],
  ] as const) {
    const machine = new Machine().start();
    machine.signal(TERM);
    machine.deadline();
    machine.mainEndsLast(waitStatus);
    expect(reasonOf(machine)).toBe(reason);
  }
});

test("a command that outlives even SIGKILL was killed after the grace", () => {
  const machine = new Machine(["--log-level=info"]).start();
  machine.signal(TERM);
  machine.deadline();
  expect(machine.deadline()).toContain(`log finished 137 ${Reason.KilledAfterGrace} 0`);
});

test("leftovers that had to be killed change no reason: it is about the command", () => {
  const machine = new Machine().start();
  machine.mainEndsBeforeOthers(exited(2));
  machine.deadline();
  machine.nobodyLeft();
  expect([reasonOf(machine), machine.supervisor.exitCode]).toEqual([Reason.Exited, 2]);
});

test.each([
  ["SIGKILL that lissom did not send", false, KILL, Reason.OutOfMemory],
  ["SIGKILL in the middle of a stop, before lissom's own", true, KILL, Reason.OutOfMemory],
  [
    "a failure that nobody asked for, as of a parent whose child was killed",
    false,
    exited(1),
    Reason.OutOfMemory,
  ],
  ["a signal that the application raised, with nobody asking for a stop", false, 6, Reason.OutOfMemory],
  ["success", false, exited(0), Reason.Exited],
  ["a failure in the middle of a stop", true, exited(1), Reason.Exited],
  ["the stop's own signal", true, TERM, Reason.Signalled],
])("where memory had run out the end by %s has its reason", (_, isStopped, waitStatus, reason) => {
  const machine = new Machine(["--log-level=warn"]).start();
  if (isStopped) machine.signal(TERM);
  const orders = machine.on((supervisor) => supervisor.memoryRanOut(2));
  machine.mainEndsLast(waitStatus);
  expect([orders, machine.fact(Fact.OomKills), reasonOf(machine)]).toEqual([
    ["log outOfMemory 2 0 0"],
    2,
    reason,
  ]);
});

test("a command that was killed after the grace is not taken for one that memory ran out for", () => {
  const machine = new Machine().start();
  machine.signal(TERM);
  machine.deadline();
  machine.on((supervisor) => supervisor.memoryRanOut(1));
  machine.mainEndsLast(KILL);
  expect(reasonOf(machine)).toBe(Reason.KilledAfterGrace);
});

test("a life that a stop ended before the command ran is one whose start failed", () => {
  const machine = new Machine(["--log-level=info"]);
  expect(machine.signal(TERM)).toContain(`log finished 143 ${Reason.StartFailed} 0`);
});

test("the signal of the stop and its sender are those of the first request; an unknown sender is none", () => {
  const machine = new Machine().start();
  machine.signal(Signal.Int);
  machine.signal(TERM);
  expect([machine.fact(Fact.StopSignal), machine.fact(Fact.SenderPid)]).toEqual([Signal.Int, SENDER]);
  const outside = new Machine().start();
  outside.on((supervisor) => supervisor.signal(TERM, 0, 0, outside.nowMs));
  expect([outside.fact(Fact.StopSignal), outside.fact(Fact.SenderPid)]).toEqual([TERM, -1]);
});

test("the last entry has the code, the reason and the signal that ended the command, and the ending behind them", () => {
  const machine = new Machine(["--log-level=info"]).start();
  machine.supervisor.childExited(7, KILL, machine.nowMs);
  machine.supervisor.noChildren(machine.nowMs);
  const { effects, ending } = machine.supervisor;
  const last = effects.at(effects.length - 2);
  expect([last.x, last.y, last.z, last.ending]).toEqual([137, Reason.Signalled, KILL, ending]);
});

test("each part of a whole life is measured in whole milliseconds, and no part twice", () => {
  const machine = new Machine([
    "--before-start=migrate",
    "--before-stop=leave",
    "--after-exit=tell",
    "--delay=1s",
    "--drain=80",
    "--grace=2s",
  ]);
  machine.begin();
  machine.pass(10).helperEnds();
  machine.pass(20.5).helperEnds();
  machine.pass(3).commandStarts();
  machine.pass(5000).signal(TERM);
  machine.pass(400).helperEnds();
  machine.deadline();
  machine.pass(70).helperEnds();
  machine.pass(800).mainEndsBeforeOthers();
  machine.deadline();
  machine.pass(40).nobodyLeft();
  machine.pass(60).helperEnds();
  expect(parts(machine)).toEqual({
    beforeStart: 33,
    run: 5000,
    beforeStop: 400,
    delay: 1000,
    drain: 70,
    stopping: 800,
    leftovers: 1200,
    killing: 40,
    last: 60,
  });
});

test("parts that did not take place have no time", () => {
  const machine = new Machine().start();
  machine.pass(30).mainEndsLast();
  expect(parts(machine)).toEqual({ run: 30 });
  const stopped = new Machine().start();
  stopped.pass(30).signal(TERM);
  stopped.pass(20).mainEndsLast();
  expect(parts(stopped)).toEqual({ run: 30, stopping: 20 });
});

test("the time of what outlives the command is that of the leftovers, from its end on", () => {
  const waiting = new Machine(["--leftovers=wait"]).start();
  waiting.pass(30).mainEndsBeforeOthers();
  waiting.pass(50).nobodyLeft();
  expect(parts(waiting)).toEqual({ run: 30, leftovers: 50 });
  const drained = new Machine(["--drain=80"]).start();
  drained.pass(30).signal(TERM);
  drained.pass(5).mainEndsBeforeOthers();
  drained.pass(6).nobodyLeft();
  expect(parts(drained)).toEqual({ run: 30, drain: 5, leftovers: 6 });
});

test("a clock that jumps back makes no part last less than nothing", () => {
  const machine = new Machine().start();
  machine.pass(-5000).mainEndsLast();
  expect(parts(machine)).toEqual({ run: 0 });
});

test("the processes that are alive are noted before SIGKILL to those that had their time, and not where leftovers are killed at once", () => {
  const late = new Machine(["--grace=0"]).start();
  late.signal(TERM);
  expect(late.deadline()).toEqual(["note survivors", "kill all"]);
  expect(new Machine(["--leftovers=kill"]).start().mainEndsBeforeOthers()).toEqual(["kill all"]);
});

test("at most ten survivors are named, each with the 15 bytes that the kernel keeps", () => {
  const { ending } = new Machine().supervisor;
  for (let pid = 1; ending.hasRoom(); pid++) {
    ending.addSurvivor(pid);
    for (let i = 0; i < 20; i++) ending.addNameByte(0x61 + pid);
  }
  expect([ending.survivorCount(), ending.survivorPid(0), ending.survivorPid(9)]).toEqual([10, 1, 10]);
  expect([ending.survivorByte(9, 14), ending.survivorByte(9, 15), ending.survivorByte(8, 14)]).toEqual([
    0x6b, 0, 0x6a,
  ]);
});
