import { stays } from "../helpers/poll.ts";
import type { Run } from "../helpers/run.ts";
import { must, talker } from "./case.ts";
import { entryOf } from "./hooks.ts";

/** The drain tells what it does. */
export const loud = { logLevel: "info" };
/** Ends with 3 on the stop signal, with 6 on USR2. */
export const main = talker("main", "15=3", "12=6");

/** Fails unless the stop signal is held back for a while, although a stop was requested. */
export const held = (run: Run, windowMs = 350) =>
  stays("the stop signal was sent", windowMs, () => !/got 15/.test(run.out) && !run.hasEnded());

/** Requests a stop and waits until the drain has counted as many connections. */
export async function stopAndCount(run: Run, expected: number): Promise<void> {
  await run.says(/main ready/);
  await run.signal(15);
  counted((await entryOf(run, "drainStarted")).count, expected);
}

/**
 * Fails unless `count` is what there was, as far as the kernel tells: while others open connections, /proc/net/tcp shows
 * rows up to five times (measured with Linux 6.18), and hardly ever leaves one out.
 */
export function counted(count: unknown, expected: number): void {
  const isLikely = Number(count) >= expected - Math.floor(expected / 1000) && Number(count) <= expected * 5;
  must(isLikely, `${count} connections instead of ${expected}`);
}
