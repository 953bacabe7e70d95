/** Waits until connections have ended, in a child of its own: PID 1 reads no file meanwhile. */
import { ByteWriter } from "../core/byte-writer.ts";
import { ConnectionCounter } from "../core/connection-counter.ts";
import { Signal } from "../core/signals.ts";
import { SMALL } from "./buffers.ts";
import { sleep } from "./network.ts";
import { Clock, clock, close, kill, parentId, Report, read, storeReport } from "./system.ts";
import { openFile } from "./text.ts";

const BUFFER_SIZE: i32 = 16_384;
const PAUSE_MS: f64 = 100;
/** Between the count that found none and the one that makes sure. */
const SHORT_PAUSE_MS: f64 = 50;
/** One part in so many is what the counting may have of the processor. */
const SHARE: f64 = 10;

/** How it came out; the exit code of the child. */
const enum Drained {
  Done = 0,
  NoTable = 2,
}

/**
 * Counts the connections of local ports until two counts in a row find none. The report of the helper is the latest
 * count and one, 32 bits; that there is a first one is told to the parent by SIGCHLD.
 * @returns 0 once there are none; 2 where /proc/net/tcp cannot be read
 */
export function watchConnections(ports: Array<i32>): i32 {
  const counter = new ConnectionCounter(ports);
  const buffer = new ByteWriter(BUFFER_SIZE);
  let isFirst = true;
  let wasNone = false;
  const startMs = clock(Clock.Monotonic);
  while (true) {
    counter.reset();
    if (!feed(counter, buffer, "/proc/net/tcp")) return Drained.NoTable;
    feed(counter, buffer, "/proc/net/tcp6");
    store<i32>(SMALL, counter.count + 1);
    storeReport(Report.Helper, SMALL, 4);
    if (isFirst) kill(parentId(), Signal.Chld);
    isFirst = false;
    const isNone = counter.count === 0;
    if (isNone && wasNone) return Drained.Done;
    wasNone = isNone;
    const dueMs = startMs + clock(Clock.Process) * SHARE;
    sleep(isNone ? SHORT_PAUSE_MS : Math.max(PAUSE_MS, dueMs - clock(Clock.Monotonic)));
  }
}

/** @returns whether the file could be read to its end */
function feed(counter: ConnectionCounter, buffer: ByteWriter, path: string): bool {
  const fd = openFile(path);
  if (fd < 0) return false;
  let length: i32 = 0;
  do {
    length = read(fd, buffer.bytes.dataStart, BUFFER_SIZE);
    if (length > 0) counter.feed(buffer.bytes, length);
  } while (length > 0);
  close(fd);
  return length === 0;
}
