import { reasonName } from "../core/ending.ts";
import { ASKING_VARIABLES, HookTime, TELLING_VARIABLES } from "../core/hook.ts";
import type { Supervisor } from "../core/supervisor.ts";
import { signalName } from "./entry.ts";

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
  const names = [...ASKING_VARIABLES, ...TELLING_VARIABLES].filter((name) => env[name] !== undefined);
  return { ...Object.fromEntries(names.map((name) => [name, ""])), ...describeLife(time, supervisor) };
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
