import { expect, test } from "vitest";
import { Ending, Fact } from "../../src/core/ending.ts";
import { KILL_WAIT_MS, Timetable } from "../../src/core/timetable.ts";
import { settingsOf } from "./support/parse.ts";

const YEAR_MS = 365 * 86_400_000;

function table(words: string[] = []): { timetable: Timetable; ending: Ending } {
  const ending = new Ending();
  return { timetable: new Timetable(settingsOf(words), ending), ending };
}

test("there is no deadline before one is set, and none for a part that was just entered", () => {
  const { timetable } = table();
  expect(timetable.deadlineMs).toBe(Infinity);
  timetable.allow(100, 50);
  expect(timetable.deadlineMs).toBe(150);
  timetable.enter(Fact.Run, 120);
  expect(timetable.deadlineMs).toBe(Infinity);
});

test("time that turns to another part leaves the deadline as it is", () => {
  const { timetable, ending } = table();
  timetable.enter(Fact.Stopping, 100);
  timetable.allow(100, 50);
  timetable.turnTo(Fact.Leftovers, 120);
  expect(timetable.deadlineMs).toBe(150);
  timetable.leave(125);
  expect([ending.facts[Fact.Stopping], ending.facts[Fact.Leftovers], timetable.deadlineMs]).toEqual([
    20,
    5,
    Infinity,
  ]);
});

test("a part that is entered again has the sum of its times, and leaving twice adds nothing", () => {
  const { timetable, ending } = table();
  timetable.enter(Fact.Run, 0);
  timetable.enter(Fact.Stopping, 10);
  timetable.enter(Fact.Run, 30);
  timetable.leave(35);
  timetable.leave(99);
  expect([ending.facts[Fact.Run], ending.facts[Fact.Stopping]]).toEqual([15, 20]);
});

test("a wait that never ends has no deadline without a budget, and the budget's with one", () => {
  const without = table().timetable;
  without.beginStop(0);
  without.allow(10, Infinity);
  expect(without.deadlineMs).toBe(Infinity);
  const { timetable } = table(["--budget=5s"]);
  timetable.beginStop(1000);
  timetable.allow(1200, Infinity);
  expect(timetable.deadlineMs).toBe(5500);
});

test("the budget counts from the first beginning of a stop, and before it there is no limit", () => {
  const { timetable } = table(["--budget=5s"]);
  timetable.allow(0, YEAR_MS);
  expect([timetable.deadlineMs, timetable.isSpent(YEAR_MS)]).toEqual([YEAR_MS, false]);
  timetable.beginStop(1000);
  timetable.beginStop(4000);
  timetable.allow(4000, YEAR_MS);
  expect([timetable.deadlineMs, timetable.isSpent(5499), timetable.isSpent(5500)]).toEqual([
    5500,
    false,
    true,
  ]);
});

test("without a budget the longest waits that the parser accepts add up without a loss of milliseconds", () => {
  const { timetable } = table();
  timetable.beginStop(YEAR_MS);
  timetable.allow(YEAR_MS + 1, YEAR_MS);
  expect(timetable.deadlineMs).toBe(2 * YEAR_MS + 1);
  expect(timetable.isSpent(1e15)).toBe(false);
});

test.each([
  [[], 9500],
  [["--after-exit=a"], 4750],
  [["--after-exit=a", "--hook-timeout=1s"], 8500],
  [["--after-exit=a", "--after-exit=b", "--hook-timeout=1s"], 7500],
  [["--before-stop=a", "--before-start=b", "--hook-timeout=1s"], 9500],
])("with a budget of ten seconds and %j SIGKILL comes at %d ms", (words, killMs) => {
  const { timetable } = table(["--budget=10s", ...words]);
  timetable.beginStop(0);
  timetable.allow(0, YEAR_MS);
  expect(timetable.deadlineMs).toBe(killMs);
});

test("killed processes have a second to vanish, but never beyond 100 ms before the end of the budget, nor a time that is over", () => {
  const { timetable } = table(["--budget=2s"]);
  timetable.allowVanishing(100);
  expect(timetable.deadlineMs).toBe(100 + KILL_WAIT_MS);
  timetable.beginStop(0);
  timetable.allowVanishing(100);
  expect(timetable.deadlineMs).toBe(1100);
  timetable.allowVanishing(1500);
  expect(timetable.deadlineMs).toBe(1900);
  timetable.allowVanishing(7000);
  expect(timetable.deadlineMs).toBe(7000);
});

test("a hook after the exit has its time as far as the budget but its last 500 ms has some, and is told when there is none", () => {
  const { timetable } = table(["--budget=10s", "--after-exit=a", "--hook-timeout=3s"]);
  expect([timetable.allowLastHook(50), timetable.deadlineMs]).toEqual([true, 3050]);
  timetable.beginStop(0);
  expect([timetable.allowLastHook(1000), timetable.deadlineMs]).toEqual([true, 4000]);
  expect([timetable.allowLastHook(8000), timetable.deadlineMs]).toEqual([true, 9500]);
  expect(timetable.allowLastHook(9500)).toBe(false);
});

test("a stop that begins behind SIGKILL shortens a deadline to the budget, and lengthens none", () => {
  const { timetable } = table(["--budget=1s"]);
  timetable.allowVanishing(0);
  timetable.beginStop(50);
  timetable.tighten(true);
  expect(timetable.deadlineMs).toBe(950);
  timetable.tighten(false);
  expect(timetable.deadlineMs).toBe(550);
  timetable.tighten(true);
  expect(timetable.deadlineMs).toBe(550);
});
