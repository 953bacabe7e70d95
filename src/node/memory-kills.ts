import { readFileSync } from "node:fs";

/**
 * Where the counter of a cgroup is. In a cgroup namespace, or where only the own cgroup is mounted, it is the root of what
 * is there, whatever its path: "".
 */
const FILES = {
  v2: (group: string) => `/sys/fs/cgroup${group}/memory.events`,
  v1: (group: string) => `/sys/fs/cgroup/memory${group}/memory.oom_control`,
};

/** How many processes the kernel has killed as the memory of lissom's own cgroup had run out. */
export class MemoryKills {
  private readonly file: string | undefined;
  private readonly before: number = 0;

  /** Counts from now on. */
  constructor() {
    for (const file of candidates()) {
      const count = readCount(file);
      if (count === undefined) continue;
      this.file = file;
      this.before = count;
      break;
    }
  }

  /** How many since the construction; 0 where the counter could not be read then, or cannot be now. */
  count(): number {
    const now = this.file === undefined ? undefined : readCount(this.file);
    return now === undefined ? 0 : Math.max(now - this.before, 0);
  }
}

/** The files that may have the counter, the best first; proc_pid_cgroup(5) has the lines. */
function candidates(): string[] {
  const files: string[] = [];
  for (const line of readText("/proc/self/cgroup").split("\n")) {
    const [, hierarchy, controllers = "", group = ""] = /^(\d+):([^:]*):(.*)$/.exec(line) ?? [];
    const isV2 = hierarchy === "0" && controllers === "";
    if (!isV2 && !controllers.split(",").includes("memory")) continue;
    const file = isV2 ? FILES.v2 : FILES.v1;
    files.push(...(group === "/" ? [] : [file(group)]), file(""));
  }
  return files;
}

/** The number behind `oom_kill`; undefined where the file is missing, or from a kernel that does not count (before 4.13). */
function readCount(file: string): number | undefined {
  const count = /^oom_kill (\d+)$/m.exec(readText(file))?.[1];
  return count === undefined ? undefined : Number(count);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return ""; // No /proc, or no cgroup to be seen.
  }
}
