import fc from "fast-check";
import { expect, test } from "vitest";
import { EffectKind } from "../../src/core/effects.ts";
import { HookTime } from "../../src/core/hook.ts";
import { Event } from "../../src/core/log-events.ts";
import { Phase } from "../../src/core/phase.ts";
import { KILL_WAIT_MS } from "../../src/core/timetable.ts";
import { planWords } from "../model/plan-words.ts";
import { optionWords } from "../model/words.ts";
import { boundMs, drainMs, graceAndStepsMs, hooksFor, LAST_MS } from "./support/bound.ts";
import { inEveryLife, isStop, livesOf, type Moment } from "./support/life.ts";
import { errorOf } from "./support/parse.ts";

const has = ({ effects }: Moment, kind: EffectKind) => effects.some((effect) => effect.kind === kind);
const says = ({ effects }: Moment, event: Event) =>
  effects.some((effect) => effect.kind === EffectKind.Log && effect.event === event);

/** Lives without a budget, in which another stop request is only passed on. */
const patient = livesOf(planWords.map((words) => words.filter((word) => !/^--(budget|repeat)/.test(word))));
/** Whatever the parser accepts of any words, besides the plans that were made to be right. */
const acceptedWords = optionWords.filter((words) => errorOf(words) === "");

for (const [what, lives] of [
  ["that is made of every part", undefined],
  ["that the parser accepts among any words", livesOf(acceptedWords)],
] as const) {
  test(`a stop with a plan ${what} ends within its bound or its budget, whatever else happens`, () => {
    let stops = 0;
    inEveryLife((supervisor) => {
      const bound = boundMs(supervisor.settings);
      let requestedMs = Infinity;
      return ({ nowMs, isFirstRequest, phaseBefore }) => {
        if (isFirstRequest) {
          requestedMs = nowMs;
          stops += 1;
        }
        if (phaseBefore === Phase.Ended || requestedMs === Infinity) return;
        expect(nowMs).toBeLessThanOrEqual(requestedMs + bound);
        if (supervisor.phase === Phase.Ended || bound === Infinity) return;
        expect(supervisor.deadlineMs).toBeLessThanOrEqual(requestedMs + bound);
      };
    }, lives);
    expect(stops).toBeGreaterThan(300);
  });
}

test("with a budget SIGKILL comes no later than 500 ms before its end, if anything is left by then", () => {
  let kills = 0;
  inEveryLife((supervisor) => {
    const lastMs = supervisor.settings.budgetMs - LAST_MS;
    let requestedMs = Infinity;
    let isKilled = false;
    return (moment) => {
      if (moment.isFirstRequest) requestedMs = moment.nowMs;
      if (has(moment, EffectKind.KillAll) && supervisor.settings.budgetMs !== Infinity) {
        isKilled = true;
        kills += 1;
      }
      const isOver = supervisor.phase >= Phase.AfterExit;
      if (!isKilled && !isOver && isStop(supervisor.phase))
        expect(supervisor.deadlineMs).toBeLessThanOrEqual(requestedMs + lastMs);
    };
  }, undefined);
  expect(kills).toBeGreaterThan(100);
});

test("outside of a stop there is no deadline", () => {
  inEveryLife((supervisor) => () => {
    if (!isStop(supervisor.phase)) expect(supervisor.deadlineMs).toBe(Infinity);
  });
});

test("a stop is over after one deadline for each hook, the delay, the drain, the grace, each step and SIGKILL", () => {
  inEveryLife((supervisor) => {
    const { settings } = supervisor;
    const hooks = hooksFor(settings, HookTime.BeforeStop) + hooksFor(settings, HookTime.AfterExit);
    const waits = hooks + settings.steps.length + 4;
    let deadlines = 0;
    return ({ step }) => {
      if (step.name === "deadlinePassed") deadlines += 1;
      expect(deadlines).toBeLessThanOrEqual(waits);
    };
  });
});

test("without a budget SIGKILL for lateness comes when the grace and each step had all their time, and not before", () => {
  let kills = 0;
  inEveryLife(({ settings }) => {
    let stoppingMs = 0;
    return (moment) => {
      if (moment.phaseBefore < Phase.Stopping) stoppingMs = moment.nowMs;
      if (!has(moment, EffectKind.NoteSurvivors)) return;
      kills += 1;
      expect(moment.nowMs - stoppingMs).toBe(graceAndStepsMs(settings));
    };
  }, patient);
  expect(kills).toBeGreaterThan(20);
});

test("without a budget the delay, the drain and a hook are cut short by nothing but the end of the main process", () => {
  const cuts = { delay: 0, drain: 0, hooks: 0 };
  inEveryLife((supervisor) => {
    const { settings } = supervisor;
    let partMs = 0;
    return (moment) => {
      const { step, nowMs, phaseBefore } = moment;
      if (step.name === "deadlinePassed") {
        if (phaseBefore === Phase.Delaying) {
          cuts.delay += 1;
          expect(nowMs - partMs).toBe(settings.delayMs);
        } else if (phaseBefore === Phase.Draining) {
          cuts.drain += 1;
          expect(nowMs - partMs).toBe(drainMs(settings));
        } else if (says(moment, Event.HookTimedOut)) {
          cuts.hooks += 1;
          expect(nowMs - partMs).toBe(settings.hookTimeoutMs);
        }
      } else if (has(moment, EffectKind.KillHelper)) {
        expect(["childExited", "startFailed", "noChildren", "childrenLeft", "signal"]).toContain(step.name);
        expect(phaseBefore).not.toBe(Phase.BeforeStop);
        expect(phaseBefore).not.toBe(Phase.AfterExit);
      }
      if (has(moment, EffectKind.StartHelper) || supervisor.phase !== phaseBefore) partMs = nowMs;
    };
  }, patient);
  for (const count of Object.values(cuts)) expect(count).toBeGreaterThan(20);
});

test("processes that SIGKILL does not end are left after their time, however often they are killed", () => {
  inEveryLife((supervisor) => {
    let killedMs = Infinity;
    return ({ nowMs, phaseBefore }) => {
      if (supervisor.phase === Phase.Killing && phaseBefore !== Phase.Killing) killedMs = nowMs;
      if (supervisor.phase === Phase.Killing)
        expect(supervisor.deadlineMs).toBeLessThanOrEqual(killedMs + KILL_WAIT_MS);
    };
  });
});

test("the words that any plan is made of hold budgets, steps, drains and every kind of hook", () => {
  const all = fc.sample(acceptedWords, { numRuns: 3000, seed: 1 }).flat().join(" ");
  for (const option of ["budget", "then", "drain", "before-start", "before-stop-http", "after-exit", "delay"])
    expect(all).toContain(`--${option}`);
});
