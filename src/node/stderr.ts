import { closeSync, constants, fstatSync, openSync, type Stats, writeSync } from "node:fs";
import { constants as os } from "node:os";
import { kernel } from "./kernel.ts";

const STDERR = 2;
/** The longest line that a pipe takes whole or not at all, PIPE_BUF of pipe(7). */
const PIPE_BUF = 4096;
const OPEN_FLAGS = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY | constants.O_APPEND;

/** Writes one line. @returns false where it could not be written at once */
export type LineSink = (line: Uint8Array) => boolean;

/**
 * Opens a way to stderr that never waits. It does not make the shared stderr non-blocking, as that would change it for
 * the application too (and process.stderr of Node does just that): it opens the same pipe or terminal a second time,
 * with flags of its own.
 *
 * @param onRaised told the signal that a failed write has raised in this process, as write(2) has it
 */
export function openStderr(onRaised: (signo: number) => void): LineSink {
  const write = (fd: number, line: Uint8Array): boolean => {
    try {
      return writeSync(fd, line) === line.length;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") onRaised(os.signals.SIGPIPE);
      if (code === "EFBIG") onRaised(os.signals.SIGXFSZ);
      return false; // EAGAIN: full. EPIPE, EIO: nobody reads any more.
    }
  };
  let stats: Stats;
  try {
    stats = fstatSync(STDERR);
  } catch {
    return () => true; // There is no stderr: nobody reads the log, so no line is missed.
  }
  if (stats.isFile()) return (line) => write(STDERR, line);
  if (stats.isSocket()) return (line) => kernel()?.sendAtOnce(STDERR, line) ?? false;
  const own = openAgain(stats);
  if (own !== undefined) return (line) => write(own, line);
  // Another user's pipe, or no /proc: where there is room now, a short write does not wait.
  return (line) => (kernel()?.isWritable(STDERR) ?? false) && write(STDERR, line.subarray(0, PIPE_BUF));
}

function openAgain(wanted: Stats): number | undefined {
  try {
    const fd = openSync(`/proc/self/fd/${STDERR}`, OPEN_FLAGS);
    const stats = fstatSync(fd);
    if (stats.dev === wanted.dev && stats.ino === wanted.ino) return fd;
    closeSync(fd);
  } catch {
    // EACCES, ENXIO, no /proc: the caller has another way.
  }
  return undefined;
}
