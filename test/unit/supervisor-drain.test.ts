import { expect, test } from "vitest";
import { Fact } from "../../src/core/ending.ts";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, Machine } from "./support/machine.ts";

const stops = ["send SIGTERM to group", "send SIGCONT to group"];

function draining(words: string[] = []): Machine {
  const machine = new Machine(["--drain=80", "--log-level=info", ...words]).start();
  machine.signal(Signal.Term);
  return machine;
}

test("connections are watched before the signal is sent, and the signal follows when none is left", () => {
  const machine = new Machine(["--drain=80"]).start();
  expect(machine.signal(Signal.Term)).toEqual(["watch connections"]);
  expect(machine.supervisor.phase).toBe(Phase.Draining);
  expect(machine.helperEnds()).toEqual(stops);
});

test("the drain lies behind the delay", () => {
  const machine = new Machine(["--drain=80", "--delay=1s"]).start();
  expect(machine.signal(Signal.Term)).toEqual([]);
  expect(machine.deadline()).toEqual(["watch connections"]);
});

test.each([
  [[], 10_000],
  [["--grace=4s"], 4000],
  [["--grace=4s", "--drain-timeout=9s"], 9000],
  [["--grace=0"], 0],
])("with %j connections have %d ms to end", (words, limitMs) => {
  const machine = draining(words);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + limitMs);
});

test("how many connections are waited for is said once, when the first of them are counted", () => {
  const machine = draining();
  expect(machine.connections(12)).toEqual(["log drainStarted 12 0 0"]);
  expect(machine.connections(3)).toEqual([]);
  expect(machine.helperEnds()[0]).toBe("log drained 0 0 0");
});

test("where there is no connection nothing is waited for", () => {
  const machine = draining();
  expect(machine.connections(0)).toEqual([]);
  expect(machine.helperEnds()[0]).toBe("log drained 0 0 0");
  expect(machine.fact(Fact.ConnectionsCut)).toBe(-1);
});

test("connections that do not end in time are counted as cut, and the stop goes on", () => {
  const machine = draining(["--log-level=warn"]);
  machine.connections(12);
  machine.connections(2);
  expect(machine.deadline()).toEqual(["log connectionsCut 2 0 0", `kill helper ${HELPER}`, ...stops]);
  expect(machine.fact(Fact.ConnectionsCut)).toBe(2);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 10_000);
});

test("a drain whose time ends in the moment when the last connection has ended cuts none", () => {
  const machine = draining(["--log-level=warn"]);
  machine.connections(2);
  machine.connections(0);
  expect(machine.deadline()).toEqual([`kill helper ${HELPER}`, ...stops]);
  expect(machine.fact(Fact.ConnectionsCut)).toBe(-1);
});

test("without a table of connections there is one warning, and the stop goes on at once", () => {
  const machine = draining(["--log-level=warn"]);
  expect(machine.helperEnds(exited(1))).toEqual(["log noConnectionTable 0 0 0", ...stops]);
});

test("a watcher that cannot be started, or that somebody kills, holds nothing up", () => {
  const unstarted = draining(["--log-level=silent"]);
  expect(unstarted.on((supervisor) => supervisor.helperEnded(126, 0, unstarted.nowMs))).toEqual(stops);
  expect(draining(["--log-level=silent"]).helperEnds(Signal.Kill)).toEqual(stops);
});

test("a watcher may be a task of the body, with a number below 0, and is killed by that number", () => {
  const machine = draining(["--log-level=silent"]);
  machine.supervisor.helperStarted(-1);
  expect(machine.deadline()).toEqual(["kill helper -1", ...stops]);
});

test("when the main process ends the drain is over: its connections ended with it", () => {
  const machine = draining(["--log-level=silent"]);
  expect(machine.mainEndsBeforeOthers(exited(6))).toEqual([
    `kill helper ${HELPER}`,
    "send SIGTERM to all",
    "send SIGCONT to all",
  ]);
  expect(machine.nobodyLeft()).toEqual(["exit 6"]);
});

test("counts that come late, or before the drain, are not told", () => {
  const machine = draining();
  machine.helperEnds();
  expect(machine.connections(5)).toEqual([]);
  expect(new Machine(["--log-level=info"]).start().connections(5)).toEqual([]);
});
