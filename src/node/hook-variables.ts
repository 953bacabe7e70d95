import { reasonName } from "../core/ending.ts";
import { HookTime } from "../core/hook.ts";
import type { Supervisor } from "../core/supervisor.ts";
import { signalName } from "./entry.ts";

/** What a hook finds in its environment: set, and empty where there is nothing to say. */
export function hookVariables(time: HookTime, supervisor: Supervisor): Record<string, string> {
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
