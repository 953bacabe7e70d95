import { constants } from "node:os";
import fc from "fast-check";
import { expect, test } from "vitest";
import { NOT_A_SIGNAL, parseSignal, parseWhole, writeSignal } from "../../src/core/signals.ts";
import { textOf } from "./support/bytes.ts";

const nameOf = (signo: number) => textOf((out) => writeSignal(out, signo));
const numbers = Array.from({ length: 64 }, (_, index) => index + 1);
const inAnyCase = (name: string) => [
  name,
  name.toLowerCase(),
  `${name.slice(0, 1)}${name.slice(1).toLowerCase()}`,
];

test("every signal that Node knows has the same number here, with and without SIG, in any case", () => {
  const known = Object.entries(constants.signals);
  expect(known.length).toBeGreaterThan(30);
  for (const [name, signo] of known) {
    for (const spelling of [name, name.slice(3)].flatMap(inAnyCase)) {
      expect([spelling, parseSignal(spelling)]).toEqual([spelling, signo]);
    }
  }
});

test("every number from 1 to 64 is a signal, and its name is read back as the same number", () => {
  for (const signo of numbers) {
    expect(parseSignal(String(signo))).toBe(signo);
    expect(parseSignal(nameOf(signo))).toBe(signo);
  }
});

test("no two signals have the same name", () => {
  expect(new Set(numbers.map(nameOf)).size).toBe(64);
});

test("the real-time signals count up from RTMIN, which is 34, and down from RTMAX, which is 64", () => {
  for (let steps = 0; steps <= 30; steps++) {
    expect(parseSignal(`RTMIN+${steps}`)).toBe(34 + steps);
    expect(parseSignal(`sigrtmax-${steps}`)).toBe(64 - steps);
  }
  expect([parseSignal("RTMIN"), parseSignal("SIGRTMAX")]).toEqual([34, 64]);
  expect([nameOf(34), nameOf(35), nameOf(64)]).toEqual(["SIGRTMIN", "SIGRTMIN+1", "SIGRTMIN+30"]);
});

test("the two signals of the C library's threads have a number and no name", () => {
  expect([nameOf(32), nameOf(33)]).toEqual(["32", "33"]);
});

test.each([
  "",
  " ",
  "0",
  "65",
  "-1",
  "+15",
  "15 ",
  " TERM",
  "TERM ",
  "1e1",
  "0x0f",
  "SIG",
  "SIG15",
  "SIGSIGTERM",
  "TERMINATE",
  "TER",
  "RTMIN-1",
  "RTMAX+1",
  "RTMIN+31",
  "RTMAX-31",
  "RTMIN+",
  "RTMIN+-1",
  "RTMIN+ 1",
  "RTMIN1",
  "RT",
  "none",
  "EXIT",
  "TERM\0",
  "4294967311",
  "99999999999",
  "TERM,INT",
  "ΤERM",
  "ſIGTERM",
  "ıNT",
  "KİLL",
])("%j names no signal", (text) => {
  expect(parseSignal(text)).toBe(NOT_A_SIGNAL);
});

test("no text is read as a number that is no signal", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^(SIG)?(RTM(IN|AX))?[+-]?\d{1,4}$/)), (text) => {
      const signo = parseSignal(text);
      expect(signo === NOT_A_SIGNAL || (signo >= 1 && signo <= 64)).toBe(true);
    }),
  );
});

test("a whole number is read exactly up to its bound, and not beyond it", () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.nat(214_748_363), (value, max) => {
      expect(parseWhole(String(value), max)).toBe(value <= max ? value : -1);
    }),
  );
  for (const text of ["", "-1", "1.5", "1e3", " 1", "1 ", "٣"]) expect(parseWhole(text, 1000)).toBe(-1);
});
