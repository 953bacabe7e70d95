import { expect, test } from "vitest";
import { EffectKind, Helper } from "../../src/core/effects.ts";
import { Reason } from "../../src/core/ending.ts";
import { HookTime } from "../../src/core/hook.ts";
import { Phase } from "../../src/core/phase.ts";
import { inEveryLife, type Moment } from "./support/life.ts";

const only = ({ effects }: Moment, kind: EffectKind) => effects.filter((effect) => effect.kind === kind);

test("the command is ordered at most once, after all hooks before the start, and never after a stop request", () => {
  let commands = 0;
  inEveryLife((supervisor) => {
    let ordered = 0;
    return (moment) => {
      const count = only(moment, EffectKind.StartCommand).length;
      ordered += count;
      commands += count;
      expect(ordered).toBeLessThanOrEqual(1);
      if (count === 0) return;
      expect(supervisor.requestSigno).toBe(0);
      expect(supervisor.phase).toBe(Phase.Preparing);
    };
  });
  expect(commands).toBeGreaterThan(500);
});

test("the hooks of a time run in their order, each at most once and none while another runs", () => {
  const started = new Map<HookTime, number>();
  inEveryLife(({ settings: { hooks } }) => {
    const last = new Map<HookTime, number>();
    return (moment) => {
      const helpers = only(moment, EffectKind.StartHelper);
      expect(helpers.length).toBeLessThanOrEqual(1);
      const [helper] = helpers;
      if (helper?.x !== Helper.Hook) return;
      const hook = hooks[helper.y];
      if (!hook) throw new Error(`there is no hook ${helper.y}`);
      const ofSameTime = hooks.map(({ time }, index) => (time === hook.time ? index : -1));
      const next = ofSameTime.find((index) => index > (last.get(hook.time) ?? -1));
      expect(helper.y).toBe(next);
      last.set(hook.time, helper.y);
      started.set(hook.time, (started.get(hook.time) ?? 0) + 1);
    };
  });
  for (const time of [HookTime.BeforeStart, HookTime.BeforeStop, HookTime.AfterExit])
    expect(started.get(time)).toBeGreaterThan(100);
});

test("hooks run only at their time: before the start in Preparing, before the stop after a request, after the exit last", () => {
  inEveryLife((supervisor) => (moment) => {
    for (const { x, y } of only(moment, EffectKind.StartHelper)) {
      if (x !== Helper.Hook) continue;
      const time = supervisor.settings.hooks[y]?.time;
      const phases = { [HookTime.BeforeStart]: Phase.Preparing, [HookTime.BeforeStop]: Phase.BeforeStop };
      expect(supervisor.phase).toBe(time === HookTime.AfterExit ? Phase.AfterExit : phases[time ?? 0]);
      if (time === HookTime.BeforeStop) expect(supervisor.requestSigno).toBeGreaterThan(0);
    }
  });
});

test("a helper is killed only while it runs, once, and it is the one that was started last", () => {
  let kills = 0;
  inEveryLife((supervisor) => {
    let lastPid = 0;
    let isAlive = false;
    return (moment) => {
      const { step, endsHelper } = moment;
      if (step.name === "helperStarted") {
        lastPid = step.a;
        isAlive = true;
      }
      if (endsHelper) isAlive = false;
      for (const { x } of only(moment, EffectKind.KillHelper)) {
        kills += 1;
        expect(x).toBe(lastPid);
        expect(isAlive).toBe(true);
        isAlive = false;
      }
      if (supervisor.phase === Phase.Ended) expect(supervisor.helperPid).toBe(0);
    };
  });
  expect(kills).toBeGreaterThan(200);
});

test("no helper is started while another runs, and none before the stop signal outlives the part that it belongs to", () => {
  inEveryLife((supervisor) => (moment) => {
    const { helperPidBefore, endsHelper } = moment;
    const isKilled = only(moment, EffectKind.KillHelper).length > 0;
    if (only(moment, EffectKind.StartHelper).length > 0)
      expect(helperPidBefore === 0 || endsHelper || isKilled).toBe(true);
    // A hook before the start is itself what is stopped.
    const isStopped = supervisor.ending.reason === Reason.StartFailed && supervisor.phase === Phase.Stopping;
    if (!isStopped && [Phase.Stopping, Phase.Killing].includes(supervisor.phase))
      expect(supervisor.helperPid).toBe(0);
  });
});

test("a helper's end, in whatever way, moves nothing on but the part that it belongs to", () => {
  inEveryLife((supervisor) => ({ endsHelper, phaseBefore }) => {
    const ownParts = [Phase.Preparing, Phase.BeforeStop, Phase.Draining, Phase.AfterExit];
    if (endsHelper && !ownParts.includes(phaseBefore)) expect(supervisor.phase).toBe(phaseBefore);
  });
});
