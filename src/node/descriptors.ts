import { closeSync, openSync, readdirSync, readlinkSync } from "node:fs";

const PIPE = /^pipe:\[\d+\]$/;
/** libuv keeps one of them open, as a reserve for when it runs out of descriptors. */
const RESERVES = ["/dev/null", "/"];

/**
 * The descriptors above 2 that this process was started with, told from those that Node itself made: Node has both
 * ends of its pipes, and opens no file or socket and no device but /dev/null for itself. Empty where /proc cannot be read.
 */
export function inheritedDescriptors(): number[] {
  const targets = new Map<number, string>();
  for (const fd of listDescriptors()) {
    try {
      targets.set(fd, readlinkSync(`/proc/self/fd/${fd}`));
    } catch {
      // The descriptor of the listing itself, closed by now.
    }
  }
  const all = [...targets.values()];
  const isInherited = (target: string) =>
    (target.startsWith("/") && !RESERVES.includes(target)) ||
    target.startsWith("socket:") ||
    (PIPE.test(target) && isSingle(all, target));
  return [...targets].filter(([, target]) => isInherited(target)).map(([fd]) => fd);
}

/** What one descriptor of a child is: the same as here, nothing, or a descriptor of ours by its number. */
export type Stdio = "inherit" | "ignore" | number;

/** What a child's stdio must be so that it gets descriptors 0 to 2 and the given ones, each under its own number. */
export function handOn(
  descriptors: readonly number[],
): readonly ["inherit", "inherit", "inherit", ...Stdio[]] {
  const others: Stdio[] = Array(Math.max(2, ...descriptors) - 2).fill("ignore");
  for (const fd of descriptors) others[fd - 3] = fd;
  return ["inherit", "inherit", "inherit", ...others];
}

/** Closes descriptors; one that is closed already is left so. */
export function closeDescriptors(descriptors: readonly number[]): void {
  for (const fd of descriptors) {
    try {
      closeSync(fd);
    } catch {
      // EBADF: it is closed, as wanted.
    }
  }
}

/**
 * Lets go of stdin and stdout, so that who is at their other end sees when the command closes them. Node wants all
 * three to be open, so /dev/null takes their numbers: open(2) gives the lowest that is free.
 */
export function releaseStdio(): void {
  try {
    for (const fd of [0, 1]) {
      closeSync(fd);
      openSync("/dev/null", "r+");
    }
  } catch {
    // No /dev/null: then they stay closed, which hurts no one as nothing is read or written from here on.
  }
}

function listDescriptors(): number[] {
  try {
    return readdirSync("/proc/self/fd")
      .map(Number)
      .filter((fd) => fd > 2);
  } catch {
    return [];
  }
}

function isSingle(all: readonly string[], target: string): boolean {
  return all.indexOf(target) === all.lastIndexOf(target);
}
