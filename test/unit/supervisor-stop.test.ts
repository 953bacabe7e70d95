import { expect, test } from "vitest";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { KILL_WAIT_MS } from "../../src/core/timetable.ts";
import { exited, HELPER, MAIN, Machine, ORPHAN, plan } from "./support/machine.ts";

test("a stop is TERM and CONT at once, SIGKILL to all after ten seconds, and an end a second later", () => {
  expect(plan([])).toEqual([
    "0: send SIGTERM to group",
    "0: send SIGCONT to group",
    "10000: note survivors",
    "10000: kill all",
    "11000: exit 137",
  ]);
});

test("the signals of --then come between the grace and SIGKILL, each with its own wait and a CONT", () => {
  expect(plan(["--grace=5s", "--then=INT:1s", "--then=QUIT:500ms"])).toEqual([
    "0: send SIGTERM to group",
    "0: send SIGCONT to group",
    "5000: send SIGINT to group",
    "5000: send SIGCONT to group",
    "6000: send SIGQUIT to group",
    "6000: send SIGCONT to group",
    "6500: note survivors",
    "6500: kill all",
    "7500: exit 137",
  ]);
});

test("the map replaces the signal of a stop request, and --to chooses who gets it", () => {
  expect(plan(["--map=TERM=QUIT", "--to=child"]).slice(0, 2)).toEqual([
    "0: send SIGQUIT to child",
    "0: send SIGCONT to child",
  ]);
  expect(plan(["--to=all"])[0]).toBe("0: send SIGTERM to all");
});

test("a stop request whose signal is dropped stops nothing", () => {
  expect(plan(["--map=TERM=none"])).toEqual([]);
});

test("with --grace never the stop has no deadline", () => {
  const machine = new Machine(["--grace=never"]).start();
  expect(machine.signal(Signal.Term)).toEqual(["send SIGTERM to group", "send SIGCONT to group"]);
  expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([Phase.Stopping, Infinity]);
});

test("with --grace 0 SIGKILL is due at the moment of the request", () => {
  expect(plan(["--grace=0"])).toContain("0: kill all");
});

test("a clock that jumps back delays no deadline, and one that jumps ahead skips no step", () => {
  const machine = new Machine(["--then=QUIT:1s"]).start();
  machine.signal(Signal.Term);
  const deadlineMs = machine.supervisor.deadlineMs;
  machine.nowMs -= 40_000;
  machine.signal(Signal.Hup);
  expect(machine.supervisor.deadlineMs).toBe(deadlineMs);
  machine.nowMs += 1e12;
  expect(machine.on((supervisor) => supervisor.deadlinePassed(machine.nowMs))).toContain(
    "send SIGQUIT to group",
  );
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 1000);
});

test("the time has to be told only for stop requests that the map does not drop", () => {
  const { supervisor } = new Machine(["--stop-on=TERM,HUP,INT", "--map=HUP=none"]);
  const all = Array.from({ length: 65 }, (_, signo) => signo);
  expect(all.filter((signo) => supervisor.needsTime(signo))).toEqual([Signal.Int, Signal.Term]);
});

test("the time has to be told only for the end of the main process and of the helper", () => {
  const machine = new Machine(["--drain=80"]).start();
  expect([MAIN, ORPHAN].filter((pid) => machine.supervisor.isOwn(pid))).toEqual([MAIN]);
  machine.signal(Signal.Term);
  expect([MAIN, ORPHAN, HELPER].filter((pid) => machine.supervisor.isOwn(pid))).toEqual([MAIN, HELPER]);
});

test.each([
  ["--leftovers=stop", ["send SIGTERM to all", "send SIGCONT to all"], Phase.Stopping, 10_000],
  ["--leftovers=kill", ["kill all"], Phase.Killing, KILL_WAIT_MS],
  ["--leftovers=wait", [], Phase.Running, Infinity],
] as const)("%s treats what outlives the command so, once", (words, orders, phase, waitMs) => {
  const machine = new Machine([words]).start();
  expect(machine.mainEndsBeforeOthers()).toEqual(orders);
  expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([phase, machine.nowMs + waitMs]);
  expect(machine.othersLeft()).toEqual([]);
});

test("leftovers get the signal that TERM is mapped to, and TERM where that would be none", () => {
  expect(new Machine(["--map=TERM=QUIT"]).start().mainEndsBeforeOthers()[0]).toBe("send SIGQUIT to all");
  expect(new Machine(["--map=TERM=none"]).start().mainEndsBeforeOthers()[0]).toBe("send SIGTERM to all");
});

test.each([
  ["group", ["send SIGINT to outsiders", "send SIGCONT to outsiders"]],
  ["child", ["send SIGINT to all", "send SIGCONT to all"]],
  ["all", []],
])(
  "when main ends during a stop with --to %s, the stop's signal goes to those that it has not reached",
  (to, orders) => {
    const machine = new Machine([`--to=${to}`]).start();
    machine.signal(Signal.Int);
    expect(machine.mainEndsBeforeOthers()).toEqual(orders);
  },
);

test("during a stop --leftovers kill kills what outlives the command, and waits no longer for it", () => {
  const machine = new Machine(["--leftovers=kill"]).start();
  machine.signal(Signal.Term);
  expect(machine.mainEndsBeforeOthers()).toEqual(["kill all"]);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + KILL_WAIT_MS);
});

test("every exit code of the command is lissom's own, and a death by signal n is 128+n", () => {
  const end = (waitStatus: number, words: string[] = []) =>
    new Machine(words).start().mainEndsLast(waitStatus);
  for (let code = 0; code < 256; code++) expect(end(exited(code))).toEqual([`exit ${code}`]);
  for (let signo = 1; signo <= 64; signo++) expect(end(signo)).toEqual([`exit ${128 + signo}`]);
  expect(end(15, ["--exit-map=143=0"])).toEqual(["exit 0"]);
});

test("an exit map is applied once, so two codes can be exchanged", () => {
  const machine = new Machine(["-e1=2", "-e2=1"]).start();
  machine.mainEnds(exited(1));
  expect(machine.supervisor.exitCode).toBe(2);
});
