import fc from "fast-check";
import type { Personality } from "../../src/core/personality.ts";
import { foreignVariables, foreignWords } from "./foreign-words.ts";
import { planWords } from "./plan-words.ts";
import { optionWords, variables } from "./words.ts";

/** The events of the machine; the order is that of `event` in head.ts. */
export const eventNames = [
  "started",
  "startFailed",
  "signal",
  "deadlinePassed",
  "childExited",
  "noChildren",
  "childrenLeft",
  "mainStopped",
  "suspendRefused",
  "paused",
  "sendFailed",
  "begin",
  "helperStarted",
  "helperEnded",
  "connectionsCounted",
  "memoryRanOut",
  "processTableMissing",
  "survivorNoted",
  "usageNoted",
] as const;

/** An event with its numbers, and the time that went by before it. */
export interface Step {
  name: (typeof eventNames)[number];
  a: number;
  b: number;
  c: number;
  /** Milliseconds, or the way to the machine's own deadline. */
  after: number | "deadline";
}

/** A whole life: settings as a user writes them, then what happens. */
export interface Trace {
  isInit: boolean;
  /** Whose words they are; variables come first for lissom, last for the others. */
  personality: Personality;
  variables: [string, string][];
  words: string[];
  steps: Step[];
}

const MAIN_PID = 7;
const HELPER_PID = 20;
const helperPid = fc.constantFrom(HELPER_PID, HELPER_PID, -1);
const pid = fc.oneof(
  { weight: 3, arbitrary: fc.constant(MAIN_PID) },
  { weight: 1, arbitrary: helperPid },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 4_194_304 }) },
);
const count = fc.oneof(fc.constant(0), fc.nat(20_000));
const signo = fc.oneof(fc.constantFrom(2, 15, 18, 20), fc.integer({ min: 0, max: 64 }));
const code = fc.constantFrom(-60, -6, -1, 0, 1, 2, 128);
const errno = fc.integer({ min: 0, max: 4095 });
const zero = fc.constant(0);
const exitCode = fc.oneof({ weight: 2, arbitrary: zero }, { weight: 1, arbitrary: fc.nat(255) });
const waitStatus = fc.oneof(
  fc.integer({ min: 0, max: 255 }).map((exitCode) => exitCode << 8),
  fc.integer({ min: 0, max: 0xffff }),
);
const after = fc.oneof(
  fc.constant<"deadline">("deadline"),
  fc.integer({ min: 0, max: 20_000 }),
  fc.double({ min: -5000, max: 1e15, noNaN: true }),
);

/** Any single event. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: numbers("started", pid, zero, zero) },
  { weight: 1, arbitrary: numbers("startFailed", fc.constantFrom(125, 126, 127), errno, zero) },
  { weight: 12, arbitrary: numbers("signal", signo, code, pid) },
  { weight: 6, arbitrary: numbers("deadlinePassed", zero, zero, zero) },
  { weight: 6, arbitrary: numbers("childExited", pid, waitStatus, zero) },
  { weight: 1, arbitrary: numbers("noChildren", zero, zero, zero) },
  { weight: 4, arbitrary: numbers("childrenLeft", zero, zero, zero) },
  { weight: 3, arbitrary: numbers("mainStopped", signo, zero, zero) },
  { weight: 1, arbitrary: numbers("suspendRefused", signo, zero, zero) },
  { weight: 1, arbitrary: numbers("paused", zero, zero, zero) },
  { weight: 2, arbitrary: numbers("begin", zero, zero, zero) },
  { weight: 6, arbitrary: numbers("helperStarted", helperPid, zero, zero) },
  { weight: 8, arbitrary: numbers("helperEnded", exitCode, fc.constantFrom(0, 0, 9, 15), zero) },
  { weight: 4, arbitrary: numbers("connectionsCounted", count, zero, zero) },
  { weight: 1, arbitrary: numbers("memoryRanOut", fc.integer({ min: 1, max: 9 }), zero, zero) },
  { weight: 1, arbitrary: numbers("processTableMissing", zero, zero, zero) },
  { weight: 1, arbitrary: numbers("survivorNoted", pid, fc.integer({ min: 1, max: 255 }), fc.nat(20)) },
  { weight: 1, arbitrary: numbers("usageNoted", fc.nat(100_000), fc.nat(100_000), zero) },
  { weight: 1, arbitrary: numbers("sendFailed", signo, fc.integer({ min: 0, max: 3 }), errno) },
);

/** All is set up, and hooks are checked. */
export const begin: Step = { name: "begin", a: 0, b: 0, c: 0, after: 0 };

/** The start of the command. */
export const started: Step = { name: "started", a: MAIN_PID, b: 0, c: 0, after: 0 };

/** A stop request. */
const requested: Step = { name: "signal", a: 15, b: 0, c: 99, after: 0 };

const fineHelper: Step = { name: "helperEnded", a: 0, b: 0, c: 0, after: 0 };
const failedHelper: Step = { ...fineHelper, a: 1 };
const deadline: Step = { name: "deadlinePassed", a: 0, b: 0, c: 0, after: "deadline" };
const counted: Step = { name: "connectionsCounted", a: 3, b: 0, c: 0, after: 0 };

/** The beginning of a life; the longer ones lead to the parts of a stop that random events hardly ever reach. */
const prelude: fc.Arbitrary<Step[]> = fc.constantFrom(
  [],
  [begin],
  [begin, started],
  [begin, started],
  [begin, started, requested],
  [begin, started, requested, deadline, counted],
  [begin, started, requested, fineHelper, deadline, counted],
  [begin, started, requested, fineHelper, deadline, failedHelper],
  [begin, fineHelper, fineHelper],
  [begin, fineHelper, failedHelper],
);

/** Lissom itself half of the time, else one of the others. */
const personality: fc.Arbitrary<Personality> = fc.constantFrom(0, 0, 0, 1, 2, 3);

/** Any events in any order, most of them after a start of the command. */
export const trace: fc.Arbitrary<Trace> = fc
  .tuple(personality, fc.boolean(), prelude, fc.array(step, { maxLength: 40, size: "max" }))
  .chain(([whose, isInit, beginning, steps]) =>
    spoken(whose).map(([words, environment]) => ({
      personality: whose,
      isInit,
      variables: environment,
      words,
      steps: [...beginning, ...steps],
    })),
  );

/** Words and variables of a personality. */
function spoken(whose: Personality): fc.Arbitrary<[string[], [string, string][]]> {
  if (whose !== 0) return fc.tuple(foreignWords(whose), foreignVariables);
  const words = fc.oneof({ weight: 1, arbitrary: optionWords }, { weight: 2, arbitrary: planWords });
  const environment = fc.oneof(variables, fc.constant<[string, string][]>([]));
  return fc.tuple(words, environment);
}

function numbers(
  name: Step["name"],
  a: fc.Arbitrary<number>,
  b: fc.Arbitrary<number>,
  c: fc.Arbitrary<number>,
): fc.Arbitrary<Step> {
  return fc.record({ name: fc.constant(name), a, b, c, after });
}
