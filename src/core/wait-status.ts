/** The status that wait4(2) gives, as the kernel packs it; see wait(2) for the macros that these stand for. */

/** Whether the process was stopped by a signal (and lives). */
export function isStopped(waitStatus: i32): bool {
  return (waitStatus & 0xff) === 0x7f;
}

/** The signal that stopped the process. Only for a stopped one. */
export function stopSignal(waitStatus: i32): i32 {
  return (waitStatus >> 8) & 0xff;
}

/** The signal that ended the process, or 0 if it exited by itself. */
export function endSignal(waitStatus: i32): i32 {
  return waitStatus & 0x7f;
}

/** The exit code as a shell counts it: the process's own (0 to 255), or 128 + n if signal n ended it. */
export function exitCodeOf(waitStatus: i32): i32 {
  const signo = endSignal(waitStatus);
  return signo === 0 ? (waitStatus >> 8) & 0xff : 128 + signo;
}

/** Exit codes that are lissom's own words. */
export const enum ExitCode {
  /** lissom itself could not do its work: bad usage, or no process could be made. */
  OwnFailure = 125,
  /** The command was found and cannot be run. */
  NotRunnable = 126,
  /** The command was not found. */
  NotFound = 127,
  /** Added to the number of a signal. */
  SignalBase = 128,
}
