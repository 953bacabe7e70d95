import { type Kernel, NO_CHILD } from "./kernel.ts";

/** What a sweep left. */
export type Rest =
  /** Not one child. */
  | "none"
  /** Children that live. */
  | "living"
  /** A child that has ended, whose status another has to take before those behind it can be seen. */
  | "reserved";

/**
 * Takes the status of every ended child of this thread, but for those that libuv waits for.
 *
 * The kernel shows ended children in the order of their birth and, as the look takes nothing, always the first one
 * again. So one of libuv's hides those behind it until libuv has taken it: then sweep again.
 *
 * @param isReserved whether libuv waits for the child with this pid
 * @param onReaped told of each one that was reaped
 */
export function sweep(
  kernel: Kernel,
  isReserved: (pid: number) => boolean,
  onReaped: (pid: number, waitStatus: number) => void,
): Rest {
  for (;;) {
    const pid = kernel.lookForExited();
    if (pid === NO_CHILD) return "none";
    if (pid === 0) return "living";
    if (isReserved(pid)) return "reserved";
    const waitStatus = kernel.collect(pid);
    if (waitStatus === undefined) return "reserved";
    onReaped(pid, waitStatus);
  }
}
