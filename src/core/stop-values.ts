/** The values of the options that say what a stop is made of, besides its signals. */
import { DURATION_HINT, FINITE_HINT, NEVER, parseDuration } from "./duration.ts";
import { OptionId } from "./options.ts";
import { BUDGET_KILL_MS } from "./plan.ts";
import { Settings } from "./settings.ts";
import { parseWhole } from "./signals.ts";

/** Behind what one of several values looks like. */
export const SEVERAL_HINT: string = "; several are separated by commas";

/**
 * Reads the value of --delay, --hook-timeout, --drain-timeout or --budget: all of them must end, and all but the first
 * must be more than nothing.
 * @returns what is wrong and what is accepted, or an empty string
 */
export function readStopWait(settings: Settings, id: OptionId, value: string): string {
  const waitMs = parseDuration(value);
  const aboveMs: f64 = id === OptionId.Delay ? -1 : id === OptionId.Budget ? BUDGET_KILL_MS : 0;
  if (waitMs === NEVER || waitMs <= aboveMs) {
    const least = aboveMs > 0 ? "more than 500ms; " : aboveMs < 0 ? "" : "more than 0; ";
    return least + FINITE_HINT + DURATION_HINT;
  }
  if (id === OptionId.Delay) settings.delayMs = waitMs;
  else if (id === OptionId.HookTimeout) settings.hookTimeoutMs = waitMs;
  else if (id === OptionId.DrainTimeout) settings.drainTimeoutMs = waitMs;
  else settings.budgetMs = waitMs;
  return "";
}

/** Adds the ports of one --drain. @returns what is wrong and what is accepted, or an empty string */
export function readDrain(settings: Settings, value: string): string {
  const ports = value.split(",");
  for (let i = 0; i < ports.length; i++) {
    const port = parseWhole(ports[i] as string, 65535);
    if (port < 1) return "a port is a number from 1 to 65535" + SEVERAL_HINT;
    if (settings.drainPorts.indexOf(port) >= 0) return "each port once";
    settings.drainPorts.push(port);
  }
  return "";
}
