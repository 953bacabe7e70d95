import fc from "fast-check";
import type { Personality } from "../../src/core/personality.ts";
import { garbage, variables } from "./words.ts";

const signal = fc.oneof(fc.constantFrom("TERM", "SIGINT", "SIGKILL", "usr1", "15", "0", "64"), garbage);
const code = fc.oneof(
  fc.nat(300).map(String),
  fc.constantFrom("", "-1", "0x1", "143", "4294967439"),
  garbage,
);
const rewrite = fc.oneof(
  fc.tuple(signal, fc.oneof(signal, fc.constant("0"))).map((pair) => pair.join(":")),
  garbage,
);
const nothing = fc.constant("");

/** The options of tini, dumb-init and catatonit in their spellings, by personality; what takes a value has one. */
const spellings: Record<number, [string, fc.Arbitrary<string>][]> = {
  1: [
    ...["-s", "-v", "-vvv", "-w", "-g", "-l", "-h", "-sg", "--version"].map(flag),
    ["-p", signal],
    ["-e", code],
  ],
  2: [
    ...["-c", "--single-child", "-v", "--verbose", "-h", "--help", "-V", "--version", "-cv"].map(flag),
    ["-r", rewrite],
    ["--rewrite", rewrite],
  ],
  3: ["-P", "-g", "-L", "-V", "-h", "-gP"].map(flag),
};

function flag(written: string): [string, fc.Arbitrary<string>] {
  return [written, nothing];
}

/** A command line of another init: its options apart and joined with their values, now and then garbage. */
export function foreignWords(whose: Personality): fc.Arbitrary<string[]> {
  const option = fc
    .constantFrom(...(spellings[whose] ?? []))
    .chain(([written, value]) => fc.tuple(fc.constant(written), value, fc.boolean()))
    .map(([written, value, isApart]) => {
      if (isApart && value !== "") return [written, value];
      return [written.startsWith("--") && value !== "" ? `${written}=${value}` : `${written}${value}`];
    });
  const stray = garbage.map((word) => [word]);
  return fc
    .array(fc.oneof({ weight: 8, arbitrary: option }, { weight: 1, arbitrary: stray }), { maxLength: 5 })
    .map((groups) => groups.flat());
}

const theirs = fc.tuple(
  fc.constantFrom(
    "TINI_SUBREAPER",
    "TINI_VERBOSITY",
    "TINI_KILL_PROCESS_GROUP",
    "DUMB_INIT_SETSID",
    "DUMB_INIT_DEBUG",
    "CATATONIT_DEBUG",
  ),
  fc.oneof(fc.constantFrom("", "0", "1", "3", "-1", "101"), garbage),
);

/** Variables of the other inits among those of lissom. */
export const foreignVariables: fc.Arbitrary<[string, string][]> = fc
  .tuple(fc.array(theirs, { maxLength: 3 }), variables, fc.boolean())
  .map(([others, own, ownLast]) => (ownLast ? [...others, ...own] : [...own, ...others]));
