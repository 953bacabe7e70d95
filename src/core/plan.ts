/** What a stop takes at most: the waits of its parts, one after the other. */
import { ByteWriter } from "./byte-writer.ts";
import { writeDuration } from "./duration.ts";
import { countHooks, HookTime } from "./hook.ts";
import { Settings, StopStep } from "./settings.ts";

/** What is left of a budget when the last SIGKILL comes, so that the log still gets out, in milliseconds. */
export const BUDGET_KILL_MS: f64 = 500;

/** The parts of a stop in their order. */
const enum Part {
  BeforeStop,
  Delay,
  Drain,
  Grace,
  Steps,
  AfterExit,
  End,
}

const PARTS: Array<string> = ["before-stop hook", "delay", "drain", "grace", "then", "after-exit hook", ""];

/** The sum of the waits of the whole stop in milliseconds, or NEVER. */
export function planMs(settings: Settings): f64 {
  let totalMs: f64 = 0;
  for (let part = 0; part <= Part.End; part++) totalMs += partMs(settings, part);
  return totalMs;
}

/** Writes the sum with its parts: `delay 5s + grace 10s + 500ms = 15s500ms, the budget is 12s`. */
export function describePlan(out: ByteWriter, settings: Settings): void {
  const from = out.length;
  for (let part = 0; part <= Part.End; part++) {
    const ms = partMs(settings, part);
    if (ms === 0) continue;
    if (out.length > from) out.text(" + ");
    const count = hookCount(settings, part);
    if (count > 0) {
      out.number(count as f64);
      out.byte(0x20);
    }
    out.text(PARTS[part] as string);
    if (count > 1) out.byte(0x73);
    if (part !== Part.End) out.byte(0x20);
    writeDuration(out, ms);
  }
  out.text(" = ");
  writeDuration(out, planMs(settings));
  out.text(", the budget is ");
  writeDuration(out, settings.budgetMs);
}

function hookCount(settings: Settings, part: i32): i32 {
  if (part === Part.BeforeStop) return countHooks(settings.hooks, HookTime.BeforeStop);
  return part === Part.AfterExit ? countHooks(settings.hooks, HookTime.AfterExit) : 0;
}

function partMs(settings: Settings, part: i32): f64 {
  if (part === Part.Delay) return settings.delayMs;
  if (part === Part.Grace) return settings.graceMs;
  if (part === Part.End) return BUDGET_KILL_MS;
  if (part === Part.Drain) {
    return settings.drainPorts.length === 0 ? 0 : settings.drainLimitMs();
  }
  if (part === Part.Steps) {
    let totalMs: f64 = 0;
    for (let i = 0; i < settings.steps.length; i++) totalMs += (settings.steps[i] as StopStep).waitMs;
    return totalMs;
  }
  return (hookCount(settings, part) as f64) * settings.hookTimeoutMs;
}
