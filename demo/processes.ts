import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import type { Place } from "./place.ts";

/**
 * The pid of lissom as seen from here. With a namespace `child` is unshare, which keeps TERM and INT to itself, and
 * lissom is its only child, once that is no copy of unshare any more.
 *
 * @returns undefined as long as it is not there
 */
export function lissomPid(child: ChildProcess, place: Place): number | undefined {
  if (place.words.length === 0) return child.pid;
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).find((pid) => isProgramBelow(child.pid, pid));
}

/** Sends a signal; a process that has just ended needs none. */
export function send(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH.
  }
}

function isProgramBelow(parent: number | undefined, pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [, parentPid] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(parentPid) === parent && !stat.includes("(unshare)");
  } catch {
    return false;
  }
}
