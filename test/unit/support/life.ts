import fc from "fast-check";
import type { Effect } from "../../../src/core/effects.ts";
import { Phase, Supervisor } from "../../../src/core/supervisor.ts";
import { type Step, started, step } from "../../model/trace.ts";
import { MAIN, SELF } from "./machine.ts";
import { settingsOf } from "./parse.ts";

/** How a supervisor is set up, and what it meets. */
export interface Life {
  isInit: boolean;
  words: string[];
  /** Milliseconds of the grace and of each step. */
  waits: number[];
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
}

const wait = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 }));

/** Lives with any settings and any events in any order; everything is logged. */
export const life: fc.Arbitrary<Life> = fc
  .record({
    isInit: fc.boolean(),
    to: fc.constantFrom("child", "group", "all"),
    leftovers: fc.constantFrom("stop", "kill", "wait"),
    waits: fc.array(wait, { minLength: 1, maxLength: 4 }),
    others: fc.subarray([
      "--map=INT=TERM",
      "--map=TERM=none",
      "--exit-map=143=0",
      "--stop-on=TERM,HUP,RTMIN",
    ]),
    isStarted: fc.nat(9).map((draw) => draw > 0),
    steps: fc.array(step, { maxLength: 60, size: "max" }),
  })
  .map(({ isInit, to, leftovers, waits, others, isStarted, steps }) => {
    const [graceMs, ...stepWaits] = waits;
    const then = stepWaits.map((waitMs) => `--then=QUIT:${waitMs}ms`);
    const words = [`--to=${to}`, `--leftovers=${leftovers}`, `--grace=${graceMs}ms`, "--log-level=trace"];
    return {
      isInit,
      words: [...words, ...then, ...others],
      waits,
      steps: isStarted ? [started, ...steps] : steps,
    };
  });

/** A supervisor at the beginning of a life. */
export function born({ isInit, words }: Life): Supervisor {
  return new Supervisor(settingsOf(words), isInit, SELF);
}

/** Feeds an event. @returns what it did */
function happen(supervisor: Supervisor, step: Step, nowMs: number): Moment {
  const { phase, deadlineMs, mainPid } = supervisor;
  feed(supervisor, step, nowMs);
  const { effects: queue } = supervisor;
  const effects = Array.from({ length: queue.length }, (_, index) => ({ ...queue.at(index) }));
  queue.clear();
  return { step, nowMs, effects, phaseBefore: phase, deadlineBefore: deadlineMs, mainPidBefore: mainPid };
}

/**
 * Lives on: time passes between the events, and each deadline is met exactly, as by a body that is never late. Whole
 * milliseconds, so that sums of times can be compared exactly.
 * @returns all that happened, in its order
 */
export function* liveOn(supervisor: Supervisor, steps: Step[], bornMs = 1000): Generator<Moment> {
  let nowMs = bornMs;
  for (const step of steps) {
    const untilMs =
      step.after === "deadline" ? supervisor.deadlineMs : nowMs + Math.round(Math.abs(step.after));
    while (supervisor.deadlineMs <= untilMs && supervisor.deadlineMs !== Infinity) {
      nowMs = supervisor.deadlineMs;
      yield happen(supervisor, deadlinePassed, nowMs);
    }
    if (untilMs !== Infinity) nowMs = Math.max(nowMs, untilMs);
    if (step.name !== "deadlinePassed") yield happen(supervisor, step, nowMs);
  }
  while (supervisor.deadlineMs !== Infinity) {
    nowMs = supervisor.deadlineMs;
    yield happen(supervisor, deadlinePassed, nowMs);
  }
}

/** Whether the phase is one in which a stop is under way. */
export function isStop(phase: Phase): boolean {
  return phase === Phase.Stopping || phase === Phase.Killing;
}

const deadlinePassed: Step = { name: "deadlinePassed", a: 0, b: 0, c: 0, after: 0 };

function feed(supervisor: Supervisor, { name, a, b, c }: Step, nowMs: number): void {
  if (name === "started") supervisor.started(MAIN);
  else if (name === "startFailed") supervisor.startFailed(a, b);
  else if (name === "signal") supervisor.signal(a, b, c, nowMs);
  else if (name === "deadlinePassed") supervisor.deadlinePassed(nowMs);
  else if (name === "childExited") supervisor.childExited(a, b);
  else if (name === "noChildren") supervisor.noChildren();
  else if (name === "childrenLeft") supervisor.childrenLeft(nowMs);
  else if (name === "mainStopped") supervisor.mainStopped(a);
  else if (name === "suspendRefused") supervisor.suspendRefused(a);
  else if (name === "paused") supervisor.paused();
  else supervisor.sendFailed(a, b, c);
}
