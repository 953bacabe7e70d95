import { Errno } from "../core/exec-failure.ts";
import { Event } from "../core/log-events.ts";
import type { Supervisor } from "../core/supervisor.ts";
import { kernel } from "./kernel.ts";

/** Lets orphans come to this process where it is not PID 1, and tells the head where not. @returns whether they will */
export function adoptOrphans(supervisor: Supervisor): boolean {
  if (supervisor.isInit) return false;
  const errno = kernel()?.setSubreaper(true) ?? Errno.NoSystemCall;
  if (errno !== 0) supervisor.log(Event.SubreaperFailed, errno, 0, 0);
  return errno === 0;
}

/** Asks for a signal, 0 for none, when the parent dies. @returns whether it is dead already, so that none will come */
export function watchParent(signo: number): boolean {
  if (signo === 0) return false;
  const parentPid = process.ppid;
  kernel()?.setParentDeathSignal(signo);
  return process.ppid !== parentPid;
}
