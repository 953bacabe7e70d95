import { setTimeout as pause } from "node:timers/promises";

/** How long a test waits for something that must happen, in milliseconds; generous, for noisy machines. */
export const patienceMs = 15_000;

/**
 * Looks again and again until `look` gives something other than undefined, false or null, and returns that.
 *
 * @param what names the awaited thing in the error
 * @throws Error when `deadlineMs` have passed without it
 */
export async function poll<T>(
  what: string,
  look: () => T | Promise<T>,
  deadlineMs = patienceMs,
): Promise<NonNullable<Exclude<T, false>>> {
  const deadline = performance.now() + deadlineMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== null && seen !== false) return seen as NonNullable<Exclude<T, false>>;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${deadlineMs / 1000} s`);
    await pause(5);
  }
}

/** Waits for `promise`, but no longer than `deadlineMs`; the error then says that `what` did not happen. */
export async function within<T>(what: string, promise: Promise<T>, deadlineMs = patienceMs): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${deadlineMs / 1000} s`)), deadlineMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Watches for `windowMs` that `look` stays true: the way to observe that something does not happen.
 *
 * @throws Error named `what` as soon as it is false
 */
export async function stays(what: string, windowMs: number, look: () => boolean): Promise<void> {
  const end = performance.now() + windowMs;
  while (performance.now() < end) {
    if (!look()) throw new Error(what);
    await pause(20);
  }
}
