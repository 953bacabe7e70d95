import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

const POLL_MS = 20;
const DEADLINE_MS = 30_000;

/**
 * Looks again and again until `look` gives something other than undefined or false.
 *
 * @throws Error that names the awaited thing when half a minute has passed without it
 */
export async function poll<T>(
  what: string,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const deadline = performance.now() + DEADLINE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline)
      throw new Error(`waited for ${what}: not within ${DEADLINE_MS / 1000} s`);
    await pause(POLL_MS);
  }
}

/** Has the child killed when this process exits; the returned function forgets a child that has ended. */
export function killAtExit(child: ChildProcess): () => void {
  const kill = () => child.kill("SIGKILL");
  process.once("exit", kill);
  return () => process.off("exit", kill);
}
