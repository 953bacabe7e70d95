import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DURATION_MAX_MS,
  NEVER,
  NOT_A_DURATION,
  parseDuration,
  writeDuration,
} from "../../src/core/duration.ts";
import { textOf } from "./support/bytes.ts";

test.each([
  ["500ms", 500],
  ["10s", 10_000],
  ["1m30s", 90_000],
  ["2h", 7_200_000],
  ["1h1m1s1ms", 3_661_001],
  ["90s", 90_000],
  ["0", 0],
  ["0s", 0],
  ["0h0m0s0ms", 0],
  ["007s", 7000],
  ["never", NEVER],
  ["8760h", DURATION_MAX_MS],
  ["31536000000ms", DURATION_MAX_MS],
])("%s is %d milliseconds", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each([
  "",
  " ",
  "10",
  "1",
  "00",
  "s",
  "ms",
  "-1s",
  "+1s",
  "1.5s",
  "1e3s",
  "10S",
  "10 s",
  " 10s",
  "10s ",
  "1d",
  "1w",
  "1us",
  "1sec",
  "1s1m",
  "1s1s",
  "1ms1s",
  "1m1m",
  "1h2",
  "Never",
  "NEVER",
  "inf",
  "never1s",
  "8761h",
  "8760h1ms",
  "31536000001ms",
  "99999999999999999999999s",
  `${"9".repeat(400)}h`,
  "1s\0",
  "१s",
])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBe(NOT_A_DURATION);
});

test("the sum of the parts is the duration, for any parts of falling units", () => {
  const units = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  const parts = fc.tuple(
    fc.subarray(["h", "m", "s", "ms"] as const, { minLength: 1 }),
    fc.array(fc.nat(2000), { minLength: 4 }),
  );
  fc.assert(
    fc.property(parts, ([names, counts]) => {
      const text = names.map((name, index) => `${counts[index]}${name}`).join("");
      const ms = names.reduce((sum, name, index) => sum + (counts[index] ?? 0) * units[name], 0);
      expect(parseDuration(text)).toBe(ms);
    }),
  );
});

test("no text is read as less than nothing or as more than a year", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(\d{0,12}(h|m|s|ms)?){1,4}$/)), (text) => {
      const ms = parseDuration(text);
      expect(ms === NOT_A_DURATION || ms === NEVER || (ms >= 0 && ms <= DURATION_MAX_MS)).toBe(true);
    }),
  );
});

test.each([
  [0, "0"],
  [1, "1ms"],
  [500, "500ms"],
  [45_500, "45s500ms"],
  [90_000, "1m30s"],
  [3_600_001, "1h1ms"],
  [DURATION_MAX_MS, "8760h"],
  [NEVER, "never"],
])("%d milliseconds are written as %s", (ms, text) => {
  expect(textOf((out) => writeDuration(out, ms))).toBe(text);
});

test("what is written is read as the same duration", () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(), fc.integer({ min: 0, max: DURATION_MAX_MS })), (ms) => {
      expect(parseDuration(textOf((out) => writeDuration(out, ms)))).toBe(ms);
    }),
  );
});
