import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** The pids of the direct children of `pid`, zombies too, as this process's PID namespace numbers them. */
export function childrenOf(pid: number): number[] {
  // One list a thread, since a child belongs to the thread that made it (proc_pid_children(5)).
  const lists = list(`/proc/${pid}/task`).map((thread) => read(`/proc/${pid}/task/${thread}/children`) ?? "");
  return lists.join(" ").trim().split(/\s+/).filter(Boolean).map(Number);
}

/** All processes below `pid`, in no certain order. */
export function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** One value of /proc/PID/status, or undefined when there is no such process (any more). */
export function field(pid: number, name: string): string | undefined {
  return read(`/proc/${pid}/status`)?.match(new RegExp(`^${name}:\\s*(.*)$`, "m"))?.[1];
}

/** The state letter of a process (R, S, T, Z ...), or undefined when it is gone. */
export function stateOf(pid: number): string | undefined {
  return field(pid, "State")?.[0];
}

/** The pid here of the process that calls itself `innerPid` in its own PID namespace, below `ancestor`. */
export function outerPid(ancestor: number, innerPid: number): number | undefined {
  return [ancestor, ...descendantsOf(ancestor)].find(
    (pid) => field(pid, "NSpid")?.split(/\s+/).at(-1) === String(innerPid),
  );
}

/** The foreground process group of the controlling terminal of `pid`, as numbered in this namespace. */
export function foregroundGroupOf(pid: number): number | undefined {
  const afterName = read(`/proc/${pid}/stat`)?.split(") ")[1];
  return afterName === undefined ? undefined : Number(afterName.split(" ")[5]);
}

/** Where the open descriptors of `pid` lead, by number. */
export function openFilesOf(pid: number): Map<number, string> {
  const files = new Map<number, string>();
  for (const fd of list(`/proc/${pid}/fd`)) {
    try {
      files.set(Number(fd), readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      // Closed between the two calls: then it is not open.
    }
  }
  return files;
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return undefined;
  }
}
