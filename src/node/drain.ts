import { open } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { ConnectionCounter } from "../core/connection-counter.ts";

const BUFFER_SIZE = 65_536;
const PAUSE_MS = 100;
/** Between the count that found none and the one that makes sure. */
const SHORT_PAUSE_MS = 50;
/** A pause is at least so many times what the count took: counting gets a tenth of the processor. */
const REST = 9;

/** How a wait for connections came out. */
export const enum Drained {
  Done = 0,
  /** /proc/net/tcp cannot be read. */
  NoTable = 2,
}

/**
 * Counts the connections of local ports until two counts in a row find none.
 *
 * @param onCount told each count
 * @returns how it came out; undefined where it was aborted
 */
export async function watchConnections(
  ports: readonly number[],
  onCount: (count: number) => void,
  abort: AbortSignal,
): Promise<Drained | undefined> {
  const counter = new ConnectionCounter([...ports]);
  const buffer = new Uint8Array(BUFFER_SIZE);
  let wasNone = false;
  while (!abort.aborted) {
    const spentMs = stopwatch();
    counter.reset();
    const hasTable = await feed(counter, buffer, "/proc/net/tcp");
    if (hasTable) await feed(counter, buffer, "/proc/net/tcp6");
    if (abort.aborted) break;
    if (!hasTable) return Drained.NoTable;
    const isNone = counter.count === 0;
    onCount(counter.count);
    if (isNone && wasNone) return Drained.Done;
    wasNone = isNone;
    await pause(isNone ? SHORT_PAUSE_MS : Math.max(PAUSE_MS, spentMs() * REST), abort);
  }
  return undefined;
}

/**
 * Begins to measure what the count takes. A wait for others is none of it, and neither is the work of other threads: so
 * the lower one of the time that goes by and the processor time of this process.
 */
function stopwatch(): () => number {
  const startMs = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return Math.min(performance.now() - startMs, (user + system) / 1000);
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch {
    // It was aborted, which the caller looks at itself.
  }
}

/** @returns whether the file could be read to its end */
async function feed(counter: ConnectionCounter, buffer: Uint8Array, path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return true;
      counter.feed(buffer, bytesRead);
    }
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
