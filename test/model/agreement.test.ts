import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { EffectKind } from "../../src/core/effects.ts";
import { EVENTS } from "../../src/core/log-events.ts";
import type { Personality } from "../../src/core/personality.ts";
import { Phase } from "../../src/core/phase.ts";
import { type CompiledHead, compileHead } from "./compiled-head.ts";
import { binaryFile } from "./files.ts";
import { foreignVariables, foreignWords } from "./foreign-words.ts";
import * as javascriptHead from "./head.ts";
import { howToRepeat, runs, seed } from "./seed.ts";
import { begin, eventNames, started, type Trace, trace } from "./trace.ts";
import { fillBuffer, parsing, settings, transcript, type, written } from "./transcript.ts";
import { garbage, optionWords, variables } from "./words.ts";

/** What only the bodies have to say. */
const bodyEvents = [
  "subreaperFailed",
  "variableUnknown",
  "linesDropped",
  "headFault",
  "notReaping",
  "budgetTooShort",
];

let newHead: () => CompiledHead;

beforeAll(async () => {
  console.log(howToRepeat);
  newHead = await compileHead();
}, 120_000);

/** Runs the same on both heads, each fresh, and compares what came out. */
function expectAgreement<Case>(
  cases: fc.Arbitrary<Case>,
  play: (head: typeof javascriptHead, input: Case) => unknown,
) {
  fc.assert(
    fc.property(cases, (input) => {
      javascriptHead.reset(0, 1, 0);
      expect(play(newHead(), input)).toEqual(play(javascriptHead, input));
    }),
    { seed, numRuns: runs },
  );
}

test("both compilers make a machine that answers any order of events with the same effects and log lines", () => {
  expectAgreement(trace, transcript);
}, 300_000);

test("both compilers make a parser that reads any words and variables alike", () => {
  expectAgreement(
    fc.tuple(variables, fc.oneof(optionWords, fc.array(garbage, { maxLength: 4 }))),
    (head, input) => [parsing(head, ...input), settings(head), written(head, head.writePlan())],
  );
}, 120_000);

test("both compilers make a parser that reads any other init's words and variables alike", () => {
  const spoken = fc
    .constantFrom<Personality>(1, 2, 3)
    .chain((whose) =>
      fc.tuple(
        fc.constant(whose),
        foreignVariables,
        fc.oneof(foreignWords(whose), fc.array(garbage, { maxLength: 4 })),
      ),
    );
  expectAgreement(spoken, (head, [whose, environment, words]) => {
    head.reset(0, 1, whose);
    return [parsing(head, environment, words, true), settings(head)];
  });
}, 120_000);

test("both compilers read any text alike as a signal and as a duration", () => {
  expectAgreement(garbage, (head, text) => {
    type(head, text);
    const signo = head.signalOfText();
    type(head, text);
    return [signo, head.durationOfText()];
  });
}, 120_000);

test("both compilers write any whole number and any bytes alike", () => {
  const bytes = fc.uint8Array({ maxLength: 64 });
  // Most of it becomes six bytes each, so that the longer ones do not fit the line and are cut.
  const long = fc.tuple(bytes, fc.nat(16)).map(([some, times]) => Buffer.concat(Array(times).fill(some)));
  expectAgreement(fc.tuple(fc.maxSafeInteger(), long, bytes), (head, [value, detail, hostname]) => {
    const number = written(head, head.writeNumber(value));
    fillBuffer(head, 0, detail);
    fillBuffer(head, 1, hostname);
    head.event(1, 127, 2, 0, 0);
    const lines = [0, 1].map((asJson) => written(head, head.writeLine(0, asJson, 1, 1)));
    return [number, ...lines];
  });
}, 120_000);

test("both compilers write the same help, version and licence for each personality", () => {
  const play = (head: typeof javascriptHead) =>
    [0, 1, 2, 3].flatMap((whose) => [0, 1, 2].map((which) => written(head, head.writeUsage(which, whose))));
  expect(play(newHead())).toEqual(play(javascriptHead));
});

test("both compilers describe any file that cannot be run alike", () => {
  const errno = fc.constantFrom(0, 1, 2, 7, 8, 12, 13, 20, 21, 26, 36, 40, 99);
  const badFormat = fc.constantFrom([2, 0], [8, 0]);
  const errnos = fc.oneof(
    { weight: 3, arbitrary: badFormat },
    { weight: 1, arbitrary: fc.tuple(errno, errno) },
  );
  expectAgreement(
    fc.tuple(binaryFile, errnos, fc.boolean()),
    (head, [file, [execErrno = 0, readErrno = 0], searched]) => {
      fillBuffer(head, 2, Buffer.from("/bin/x"));
      fillBuffer(head, 3, file);
      const length = head.describeFailure(execErrno, readErrno, searched ? 1 : 0, 62);
      return [written(head, length), head.failureExitCode()];
    },
  );
}, 120_000);

test("the comparison would see a difference: heads that were set up differently do not agree", () => {
  const life = {
    personality: 0,
    variables: [],
    words: [],
    steps: [begin, started, { ...started, name: "mainStopped", a: 20 }],
  } satisfies Partial<Trace>;
  const asInit = transcript(newHead(), { ...life, isInit: true });
  expect(transcript(javascriptHead, { ...life, isInit: false })).not.toEqual(asInit);
});

test("the random traces reach every phase, every effect, every event of the machine, errors and warnings", () => {
  const lines = fc.sample(trace, { seed, numRuns: 3000 }).flatMap((one) => transcript(javascriptHead, one));
  const isSeen = (part: string) => lines.some((line) => line.includes(part));
  for (let phase = Phase.Starting; phase <= Phase.Ended; phase++)
    expect([phase, isSeen(`: ${phase} `)]).toEqual([phase, true]);
  for (let kind = EffectKind.StartCommand; kind <= EffectKind.Log; kind++)
    expect([kind, isSeen(`  effect ${kind} `)]).toEqual([kind, true]);
  const fromTheHead = EVENTS.filter(({ name }) => !bodyEvents.includes(name));
  for (const { name } of fromTheHead) expect([name, isSeen(`"event":"${name}"`)]).toEqual([name, true]);
  for (const name of eventNames) expect(lines.some((line) => line.startsWith(`${name}(`))).toBe(true);
  for (const complaint of ["error", "warning"]) {
    expect(lines).toContain(`${complaint} ""`);
    expect(lines.some((line) => line.startsWith(`${complaint} "`) && line !== `${complaint} ""`)).toBe(true);
  }
});
