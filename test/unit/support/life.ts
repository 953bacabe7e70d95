import fc from "fast-check";
import type { Effect } from "../../../src/core/effects.ts";
import { Phase } from "../../../src/core/phase.ts";
import { Supervisor } from "../../../src/core/supervisor.ts";
import { planWords } from "../../model/plan-words.ts";
import { begin, type Step, step } from "../../model/trace.ts";
import { SELF } from "./machine.ts";
import { settingsOf } from "./parse.ts";
import { PlayedBody } from "./played-body.ts";

/** How a supervisor is set up, and what it meets. */
export interface Life {
  isInit: boolean;
  words: string[];
  /** Whether the command can be run. */
  commandRuns: boolean;
  /** What becomes of the helpers that are ordered, one after the other and over again. */
  helpers: ("process" | "task" | "none")[];
  steps: Step[];
}

/** What one event did. */
export interface Moment {
  step: Step;
  nowMs: number;
  effects: Effect[];
  phaseBefore: Phase;
  deadlineBefore: number;
  mainPidBefore: number;
  /** The helper that was known, 0 for none, and whether the event was its end. */
  helperPidBefore: number;
  endsHelper: boolean;
  /** Whether it is the first that a stop was asked for. */
  isFirstRequest: boolean;
}

const fineHelper: Step = { name: "helperEnded", a: 0, b: 0, c: 0, after: 0 };
/** The way to a command that runs, if all helpers do. */
const ready = [begin, ...Array<Step>(7).fill(fineHelper)];

/** Lives with any plan and any events in any order. */
const life: fc.Arbitrary<Life> = livesOf(planWords);

/** Lives with some options. */
export function livesOf(words: fc.Arbitrary<string[]>): fc.Arbitrary<Life> {
  return fc
    .record({
      isInit: fc.boolean(),
      words,
      commandRuns: fc.nat(9).map((draw) => draw > 0),
      helpers: fc.array(fc.constantFrom("process", "process", "task", "none" as const), { minLength: 1 }),
      prelude: fc.constantFrom([], [begin], ready, ready, ready, ready, ready),
      steps: fc.array(step, { maxLength: 60, size: "max" }),
    })
    .map(({ prelude, steps, ...rest }) => ({ ...rest, steps: [...prelude, ...steps] }));
}

/** A supervisor at the beginning of a life. */
function born({ isInit, words }: Life): Supervisor {
  return new Supervisor(settingsOf(words), isInit, SELF);
}

/**
 * Lives on: time passes between the events, and each deadline is met exactly, as by a body that is never late. Whole
 * milliseconds, so that sums of times can be compared exactly.
 * @returns all that happened, in its order
 */
function* liveOn(supervisor: Supervisor, one: Life, bornMs = 1000): Generator<Moment> {
  const body = new PlayedBody(supervisor, one);
  let nowMs = bornMs;
  for (const step of one.steps) {
    const untilMs =
      step.after === "deadline" ? supervisor.deadlineMs : nowMs + Math.round(Math.abs(step.after));
    while (supervisor.deadlineMs <= untilMs && supervisor.deadlineMs !== Infinity) {
      nowMs = supervisor.deadlineMs;
      yield* body.happen(deadlinePassed, nowMs);
    }
    if (untilMs !== Infinity) nowMs = Math.max(nowMs, untilMs);
    if (step.name !== "deadlinePassed") yield* body.happen(step, nowMs);
  }
  while (supervisor.deadlineMs !== Infinity) {
    nowMs = supervisor.deadlineMs;
    yield* body.happen(deadlinePassed, nowMs);
  }
}

/** Whether the phase is one in which a stop is under way. */
export function isStop(phase: Phase): boolean {
  return phase >= Phase.BeforeStop && phase <= Phase.AfterExit;
}

/** Holds a promise against every moment of many lives. */
export function inEveryLife(
  watch: (supervisor: Supervisor, one: Life) => (moment: Moment) => void,
  lives: fc.Arbitrary<Life> = life,
): void {
  fc.assert(
    fc.property(lives, (one) => {
      const supervisor = born(one);
      const look = watch(supervisor, one);
      for (const moment of liveOn(supervisor, one)) look(moment);
    }),
    { numRuns: 2000 },
  );
}

const deadlinePassed: Step = { name: "deadlinePassed", a: 0, b: 0, c: 0, after: 0 };
