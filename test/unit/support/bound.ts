import { HookTime } from "../../../src/core/hook.ts";
import type { Settings } from "../../../src/core/settings.ts";
import { KILL_WAIT_MS } from "../../../src/core/timetable.ts";

/** The part of a budget that is for SIGKILL and the log. */
export const LAST_MS = 500;

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

/** How many hooks there are for a time. */
export function hooksFor({ hooks }: Settings, time: HookTime): number {
  return hooks.filter((hook) => hook.time === time).length;
}

/** The longest wait for connections. */
export function drainMs({ drainPorts, drainTimeoutMs, graceMs }: Settings): number {
  if (drainPorts.length === 0) return 0;
  if (drainTimeoutMs >= 0) return drainTimeoutMs;
  return graceMs === Number.POSITIVE_INFINITY ? 10_000 : graceMs;
}

/** The grace and the waits of the steps. */
export function graceAndStepsMs({ graceMs, steps }: Settings): number {
  return graceMs + sum(steps.map(({ waitMs }) => waitMs));
}

/** What a stop takes at most, from its request to the end of lissom, whatever happens. */
export function boundMs(settings: Settings): number {
  const hooks = hooksFor(settings, HookTime.BeforeStop) + hooksFor(settings, HookTime.AfterExit);
  const planMs = sum([
    hooks * settings.hookTimeoutMs,
    settings.delayMs,
    drainMs(settings),
    graceAndStepsMs(settings),
    KILL_WAIT_MS,
  ]);
  return Math.min(planMs, settings.budgetMs);
}
