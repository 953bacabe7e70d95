import { reasonName } from "../core/ending.ts";
import { HookTime } from "../core/hook.ts";
import type { Supervisor } from "../core/supervisor.ts";
import { signalName } from "./entry.ts";

/** Variables that belong to no hook, or only to those of another time. */
const EMPTIED = [
  "LISSOM_BEFORE_START",
  "LISSOM_BEFORE_STOP",
  "LISSOM_BEFORE_STOP_HTTP",
  "LISSOM_AFTER_EXIT",
  "LISSOM_SIGNAL",
  "LISSOM_PID",
  "LISSOM_EXIT_CODE",
  "LISSOM_REASON",
];

/**
 * What a hook finds in its environment instead of what is in `env`: set, and empty where there is nothing to say.
 *
 * What an earlier lissom, or a user, has set under the same names must not be taken for ours. And a lissom inside of a
 * hook must not run the hooks again.
 */
export function hookVariables(
  time: HookTime,
  supervisor: Supervisor,
  env: NodeJS.ProcessEnv,
): Record<string, string> {
  const emptied = EMPTIED.filter((name) => env[name] !== undefined).map((name) => [name, ""]);
  return { ...Object.fromEntries(emptied), ...describeLife(time, supervisor) };
}

function describeLife(time: HookTime, supervisor: Supervisor): Record<string, string> {
  const { exitCode, ending, mainPid, mainSigno, requestSigno } = supervisor;
  switch (time) {
    case HookTime.BeforeStart:
      return {};
    case HookTime.BeforeStop:
      return { LISSOM_SIGNAL: nameOf(requestSigno), LISSOM_PID: mainPid === 0 ? "" : String(mainPid) };
    default:
      return {
        LISSOM_EXIT_CODE: String(exitCode),
        LISSOM_SIGNAL: nameOf(mainSigno),
        LISSOM_REASON: reasonName(ending.reason),
      };
  }
}

function nameOf(signo: number): string {
  return signo === 0 ? "" : signalName(signo);
}
