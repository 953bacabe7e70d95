import type { Hook } from "../core/hook.ts";
import { type Failure, type Place, whyNotPresent } from "./command-file.ts";

/** Why the program of one of the hooks is not there to be run, if so. Requests need none. */
export function whyHooksNotRunnable(hooks: readonly Hook[], place: Place): Failure | undefined {
  for (const hook of hooks) {
    const failure = hook.isRequest() ? undefined : whyNotPresent(hook.words[0] ?? "", place);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
