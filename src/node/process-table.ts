import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** One process as /proc/PID/stat shows it. */
export interface Process {
  pid: number;
  parentPid: number;
  groupId: number;
  /** One character a byte, as the kernel cuts it: at most 15. */
  name: string;
  isZombie: boolean;
}

/**
 * All processes that can be seen.
 *
 * @throws Error where /proc is missing or is that of another PID namespace
 */
export function readProcesses(): Process[] {
  if (readlinkSync("/proc/self") !== String(process.pid)) {
    throw Object.assign(new Error("/proc belongs to another PID namespace"), { code: "ENOENT" });
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/**
 * The processes below this one, but for those in `strangers` and what is below them.
 *
 * @throws Error as readProcesses does
 */
export function readDescendants(strangers: ReadonlySet<number>): Process[] {
  const children = new Map<number, Process[]>();
  for (const each of readProcesses()) {
    const siblings = children.get(each.parentPid);
    if (siblings === undefined) children.set(each.parentPid, [each]);
    else siblings.push(each);
  }
  const found: Process[] = [];
  const queue = [process.pid];
  for (let parent = queue.pop(); parent !== undefined; parent = queue.pop()) {
    for (const child of children.get(parent) ?? []) {
      if (strangers.has(child.pid)) continue;
      found.push(child);
      queue.push(child.pid);
    }
  }
  return found;
}

function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold anything, also ") ".
    const end = stat.lastIndexOf(")");
    const [state, parentPid, groupId] = stat.slice(end + 2).split(" ");
    const name = stat.slice(stat.indexOf("(") + 1, end);
    return { pid, parentPid: Number(parentPid), groupId: Number(groupId), name, isZombie: state === "Z" };
  } catch {
    return undefined; // It ended while we read.
  }
}

/** The children of the main thread, zombies and adopted ones too (proc_pid_children(5)); undefined where not to be seen. */
export function childrenOfThisThread(): number[] | undefined {
  try {
    const list = readFileSync(`/proc/self/task/${process.pid}/children`, "latin1");
    return list.split(" ").filter(Boolean).map(Number);
  } catch {
    return undefined;
  }
}
