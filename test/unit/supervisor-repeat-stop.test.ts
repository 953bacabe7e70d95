import { expect, test } from "vitest";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { HELPER, Machine } from "./support/machine.ts";

const TERM = Signal.Term;
const stops = ["send SIGTERM to group", "send SIGCONT to group"];
const plan = ["--before-stop=leave", "--before-stop=flip", "--delay=3s", "--drain=80", "--then=QUIT:2s"];
/** The first helper is the check. */
const FIRST_HOOK = HELPER + 1;

function stopping(how: string, words: string[]): Machine {
  const machine = new Machine([`--repeat-stop=${how}`, ...words]).start();
  machine.signal(TERM);
  return machine;
}

test("by default another stop request is passed on in each part of the stop, and no part is shorter for it", () => {
  const machine = new Machine(plan).start();
  machine.signal(TERM);
  for (const next of [Phase.BeforeStop, Phase.BeforeStop, Phase.Delaying, Phase.Draining, Phase.Stopping]) {
    expect(machine.supervisor.phase).toBe(next);
    const { deadlineMs } = machine.supervisor;
    expect(machine.signal(TERM)).toEqual(stops);
    expect(machine.supervisor.deadlineMs).toBe(deadlineMs);
    machine.deadline();
  }
});

test("with next each further request ends the part that is under way: a hook, the delay, the drain, the grace, a step", () => {
  const machine = stopping("next", plan);
  const orders = Array.from({ length: 7 }, () => machine.signal(TERM));
  expect(orders).toEqual([
    [`kill helper ${FIRST_HOOK}`, "run flip"],
    [`kill helper ${FIRST_HOOK + 1}`],
    ["watch connections"],
    [`kill helper ${FIRST_HOOK + 2}`, ...stops],
    ["send SIGQUIT to group", "send SIGCONT to group"],
    ["note survivors", "kill all"],
    [],
  ]);
});

test("with next what comes behind the part that was ended has all of its time", () => {
  const machine = stopping("next", ["--delay=3s", "--grace=8s"]);
  machine.pass(100).signal(TERM);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 8000);
});

test("with next a hook that was ended is said to be cut short, and connections to be cut", () => {
  const machine = stopping("next", ["--before-stop=leave", "--drain=80", "--log-level=warn"]);
  expect(machine.signal(TERM)).toContain("log hookSkipped 5000 0 0 about leave");
  machine.connections(4);
  expect(machine.signal(TERM)).toContain("log connectionsCut 4 0 0");
});

test("with next another stop signal than the first ends a part as well, and is not passed on itself", () => {
  const machine = stopping("next", ["--delay=3s"]);
  expect(machine.signal(Signal.Int)).toEqual(stops);
});

test("with kill another request is SIGKILL at once, in each part of the stop", () => {
  for (let parts = 0; parts <= 5; parts++) {
    const machine = stopping("kill", plan);
    for (let part = 0; part < parts; part++) machine.deadline();
    const { helperPid } = machine.supervisor;
    const helper = helperPid === 0 ? [] : [`kill helper ${helperPid}`];
    expect(machine.signal(TERM)).toEqual(["note survivors", ...helper, "kill all"]);
    expect(machine.supervisor.phase).toBe(Phase.Killing);
  }
});

test("with kill connections that are open in the drain are counted as cut", () => {
  const machine = stopping("kill", ["--drain=80", "--log-level=warn"]);
  machine.connections(4);
  expect(machine.signal(TERM)[0]).toBe("log connectionsCut 4 0 0");
});

test.each([
  ["next", ["kill helper 21", "run note"]],
  ["kill", ["kill helper 21", "exit 0"]],
  ["forward", []],
])("with %s another request while hooks run after the exit does to them what it says", (how, orders) => {
  const machine = stopping(how, ["--after-exit=tell", "--after-exit=note"]);
  machine.mainEndsLast();
  expect(machine.signal(TERM)).toEqual(orders);
});

test.each(["next", "kill"])(
  "with %s the first request counts as the first, also where leftovers are being stopped",
  (how) => {
    const machine = new Machine([`--repeat-stop=${how}`]).start();
    machine.mainEndsBeforeOthers();
    expect(machine.signal(TERM)).toEqual(["send SIGTERM to all", "send SIGCONT to all"]);
    expect(machine.signal(TERM)).toEqual(["note survivors", "kill all"]);
  },
);

test.each(["next", "kill"])("with %s a hook before the start that ignores its stop can be killed", (how) => {
  const machine = new Machine([`--repeat-stop=${how}`, "--before-start=migrate"]);
  machine.begin();
  machine.helperEnds();
  machine.signal(TERM);
  expect(machine.signal(TERM)).toEqual(["note survivors", "kill helper 21", "kill all"]);
});

test.each(["next", "kill"])("with %s and --grace never another request is what ends the stop", (how) => {
  const machine = stopping(how, ["--grace=never"]);
  expect(machine.supervisor.deadlineMs).toBe(Infinity);
  expect(machine.signal(TERM)).toEqual(["note survivors", "kill all"]);
});

test("signals that ask for no stop are passed on as ever", () => {
  for (const how of ["next", "kill"])
    expect(stopping(how, plan).signal(Signal.Hup)).toEqual(["send SIGHUP to group"]);
});
