import type { Hook } from "../core/hook.ts";
import { type Failure, type Place, whyNotRunnable } from "./command-file.ts";

/** Why the program of one of the hooks cannot be run, if so. Requests need none. */
export function whyHooksNotRunnable(hooks: readonly Hook[], place: Place): Failure | undefined {
  for (const hook of hooks) {
    const failure = hook.isRequest() ? undefined : whyNotRunnable(hook.words[0] ?? "", place);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
