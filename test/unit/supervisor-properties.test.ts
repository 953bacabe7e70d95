import fc from "fast-check";
import { expect, test } from "vitest";
import { EffectKind } from "../../src/core/effects.ts";
import { Event } from "../../src/core/log-events.ts";
import { Target } from "../../src/core/settings.ts";
import { Signal } from "../../src/core/signals.ts";
import { KILL_WAIT_MS, Phase, type Supervisor } from "../../src/core/supervisor.ts";
import { exitCodeOf } from "../../src/core/wait-status.ts";
import { born, isStop, type Life, life, liveOn, type Moment } from "./support/life.ts";
import { MAIN } from "./support/machine.ts";

const PIPE = 13;
const XFSZ = 25;

/** Holds a promise against every moment of many lives. */
function inEveryLife(watch: (supervisor: Supervisor, one: Life) => (moment: Moment) => void): void {
  fc.assert(
    fc.property(life, (one) => {
      const supervisor = born(one);
      const look = watch(supervisor, one);
      for (const moment of liveOn(supervisor, one.steps)) look(moment);
    }),
    { numRuns: 2000 },
  );
}

/** The moments' effects, one by one. */
function kinds({ effects }: Moment): EffectKind[] {
  return effects.map(({ kind }) => kind);
}

test("a stop ends within the grace, the waits of its steps and the wait after SIGKILL, whatever else happens", () => {
  let stops = 0;
  inEveryLife((supervisor, { waits }) => {
    const planMs = waits.reduce((sum, waitMs) => sum + waitMs, KILL_WAIT_MS);
    let stopAtMs = Infinity;
    return ({ nowMs, phaseBefore }) => {
      if (isStop(supervisor.phase) && !isStop(phaseBefore)) {
        stopAtMs = nowMs;
        stops += 1;
      }
      if (isStop(phaseBefore)) expect(nowMs).toBeLessThanOrEqual(stopAtMs + planMs);
      if (isStop(supervisor.phase)) expect(supervisor.deadlineMs).toBeLessThanOrEqual(stopAtMs + planMs);
      else expect(supervisor.deadlineMs).toBe(Infinity);
    };
  });
  expect(stops).toBeGreaterThan(500);
});

test("a stop is over after one deadline for the grace, one for each step and one for SIGKILL", () => {
  inEveryLife((supervisor, { waits }) => {
    let hasStopped = false;
    let deadlines = 0;
    return ({ step }) => {
      hasStopped ||= isStop(supervisor.phase);
      if (step.name === "deadlinePassed") deadlines += 1;
      expect(deadlines).toBeLessThanOrEqual(waits.length + 1);
      if (hasStopped && supervisor.deadlineMs === Infinity) expect(supervisor.phase).toBe(Phase.Ended);
    };
  });
});

test("no order of events signals the child or its group before it starts or once it was reaped", () => {
  inEveryLife((supervisor) => ({ effects, mainPidBefore }) => {
    for (const { kind, y } of effects) {
      if (kind !== EffectKind.SendSignal || y === Target.All || y === Target.Outsiders) continue;
      expect(mainPidBefore).toBe(MAIN);
      expect(supervisor.mainPid).toBe(MAIN);
    }
  });
});

test("the exit code is that of the main process, mapped, whatever ends before or after it", () => {
  let exits = 0;
  inEveryLife((supervisor) => {
    let expected = -1;
    return ({ step, effects, phaseBefore, mainPidBefore }) => {
      if (phaseBefore === Phase.Ended) return;
      if (step.name === "childExited" && step.a === mainPidBefore) {
        expected = supervisor.settings.exitMap[exitCodeOf(step.b)] ?? -1;
      } else if (step.name === "startFailed") {
        expected = step.a;
      } else if (phaseBefore === Phase.Starting && step.name === "signal") {
        expected = supervisor.settings.exitMap[128 + step.a] ?? -1;
      } else if (phaseBefore === Phase.Paused) {
        expected = 0;
      }
      const exit = effects.find(({ kind }) => kind === EffectKind.Exit);
      if (!exit) return;
      exits += 1;
      const mainSurvivesKill = supervisor.mainPid !== 0;
      expect(exit.x).toBe(mainSurvivesKill ? 128 + Signal.Kill : expected);
    };
  });
  expect(exits).toBeGreaterThan(500);
});

test("during a stop nothing but its own deadline or the end of the processes changes its timer", () => {
  inEveryLife((supervisor) => ({ step, phaseBefore, deadlineBefore }) => {
    if (phaseBefore !== Phase.Stopping || supervisor.deadlineMs === deadlineBefore) return;
    expect(["deadlinePassed", "noChildren", "childrenLeft", "startFailed"]).toContain(step.name);
    if (step.name === "childrenLeft") expect(supervisor.phase).toBe(Phase.Killing);
  });
});

test("no event causes more effects than the queue holds, even when everything is logged", () => {
  inEveryLife((supervisor) => () => expect(supervisor.effects.overflow).toBe(0));
});

test("Exit is ordered once, as the last effect of its event, and nothing comes after it", () => {
  inEveryLife((supervisor) => (moment) => {
    const exitAt = kinds(moment).indexOf(EffectKind.Exit);
    if (exitAt >= 0) expect(exitAt).toBe(moment.effects.length - 1);
    expect(exitAt >= 0).toBe(supervisor.phase === Phase.Ended && moment.phaseBefore !== Phase.Ended);
    if (moment.phaseBefore === Phase.Ended) expect(moment.effects).toEqual([]);
    if (moment.phaseBefore === Phase.Ended) expect(supervisor.phase).toBe(Phase.Ended);
  });
});

test("SIGKILL to all comes last: no step of the plan follows it, and each step is taken once before", () => {
  inEveryLife((supervisor, { waits }) => {
    let escalations = 0;
    let kills = 0;
    return (moment) => {
      const logged = moment.effects.filter(({ kind }) => kind === EffectKind.Log).map(({ event }) => event);
      if (logged.includes(Event.StopEscalated)) {
        escalations += 1;
        expect(kills).toBe(0);
      }
      if (logged.includes(Event.KillSent)) expect(escalations).toBe(waits.length - 1);
      if (!kinds(moment).includes(EffectKind.KillAll)) return;
      kills += 1;
      expect(supervisor.phase).toBe(Phase.Killing);
    };
  });
});

test("every signal of a process but PIPE and XFSZ of its own is either passed on or dropped by the map, while the command runs", () => {
  inEveryLife((supervisor) => ({ step, effects, phaseBefore }) => {
    if (step.name !== "signal" || step.b > 0) return;
    if (step.c === supervisor.selfPid && [PIPE, XFSZ].includes(step.a)) return;
    if ([Phase.Starting, Phase.Paused, Phase.Ended].includes(phaseBefore)) return;
    const mapped = supervisor.settings.map[step.a];
    const sent = effects.filter(({ kind }) => kind === EffectKind.SendSignal).map(({ x }) => x);
    if (mapped === 0) expect(sent).toEqual([]);
    else expect(sent[0]).toBe(mapped);
  });
});
