/** The settings as plain numbers, for head.ts; portable as that is. */
import { Hook } from "../../src/core/hook.ts";
import { planMs } from "../../src/core/plan.ts";
import { Settings } from "../../src/core/settings.ts";

const FLAGS_AT: i32 = 10;
const FLAGS: i32 = 11;

/** What only the other inits' command lines set, 0 to FLAGS - 1. */
function foreignSetting(settings: Settings, index: i32): f64 {
  if (index === 0) return settings.subreaper ? 1 : 0;
  if (index === 1) return settings.warnsNotReaping ? 1 : 0;
  if (index === 2) return settings.warnsReaped ? 1 : 0;
  if (index === 3) return settings.inheritsMask ? 1 : 0;
  if (index === 4) return settings.session ? 1 : 0;
  if (index === 5) return settings.suspendsSelf ? 1 : 0;
  if (index === 6) return settings.termAtEnd ? 1 : 0;
  if (index === 7) return settings.pauses ? 1 : 0;
  if (index === 8) return settings.license ? 1 : 0;
  if (index === 9) return settings.ownFailureCode as f64;
  return settings.startFailureCode as f64;
}

/** A setting by a number of its own: the scalars first, then the tables, then the steps. NaN behind the last. */
export function settingNumber(settings: Settings, index: i32): f64 {
  if (index === 0) return settings.graceMs;
  if (index === 1) return settings.to as f64;
  if (index === 2) return settings.leftovers as f64;
  if (index === 3) return settings.parentDeath as f64;
  if (index === 4) return settings.logLevel as f64;
  if (index === 5) return settings.logFormat as f64;
  if (index === 6) return settings.engine as f64;
  if (index === 7) return settings.help ? 1 : 0;
  if (index === 8) return settings.version ? 1 : 0;
  if (index === 9) return settings.install.length as f64;
  if (index < FLAGS_AT + FLAGS) return foreignSetting(settings, index - FLAGS_AT);
  let at = index - FLAGS_AT - FLAGS;
  if (at < settings.map.length) return settings.map[at] as f64;
  at -= settings.map.length;
  if (at < settings.stopOn.length) return settings.stopOn[at] as f64;
  at -= settings.stopOn.length;
  if (at < settings.exitMap.length) return settings.exitMap[at] as f64;
  at -= settings.exitMap.length;
  if (at < settings.steps.length * 2) {
    const step = settings.steps[at >> 1];
    if (!step) return NaN;
    return (at & 1) === 0 ? (step.signo as f64) : step.waitMs;
  }
  return stopSetting(settings, at - settings.steps.length * 2);
}

const STOP_SCALARS: i32 = 7;
const HOOK_NUMBERS: i32 = 9;

/** What makes up a stop besides signals, the sum of its waits, the ports to drain and the hooks. */
function stopSetting(settings: Settings, index: i32): f64 {
  if (index === 0) return settings.hookTimeoutMs;
  if (index === 1) return settings.delayMs;
  if (index === 2) return settings.drainTimeoutMs;
  if (index === 3) return settings.budgetMs;
  if (index === 4) return settings.repeatStop as f64;
  if (index === 5) return planMs(settings);
  if (index === 6) return settings.drainPorts.length as f64;
  let at = index - STOP_SCALARS;
  if (at < settings.drainPorts.length) return settings.drainPorts[at] as i32 as f64;
  at -= settings.drainPorts.length;
  if (at >= settings.hooks.length * HOOK_NUMBERS) return NaN;
  const hook = settings.hooks[(at - (at % HOOK_NUMBERS)) / HOOK_NUMBERS];
  return hook ? hookNumber(hook, at % HOOK_NUMBERS) : NaN;
}

function hookNumber(hook: Hook, index: i32): f64 {
  if (index === 0) return hook.time as f64;
  if (index === 1) return hook.port as f64;
  if (index === 2) return hook.words.length as f64;
  if (index === 3) return digest(hook.text, 0);
  if (index === 4) return digest(hook.method, 0);
  if (index === 5) return digest(hook.host, 0);
  if (index === 6) return digest(hook.path, 0);
  if (index === 7) return hook.isRequest() ? 1 : 0;
  let sum: f64 = 0;
  for (let i = 0; i < hook.words.length; i++) sum = digest(hook.words[i] as string, sum);
  return sum;
}

/** A number for a text and one before it; different texts hardly ever have the same. */
export function digest(some: string, before: f64): f64 {
  let sum = before * 31 + (some.length as f64) + 1;
  for (let i = 0; i < some.length; i++) sum = (sum * 131 + (some.charCodeAt(i) as f64)) % 4294967291;
  return sum % 4294967291;
}
