import { accessSync, constants, statSync } from "node:fs";

/** Leads to the working directory of the process itself, whatever its path is; proc_pid_cwd(5). */
const OWN = "/proc/self/cwd";

/** The path of the working directory; undefined where it has none, as it was removed. */
export function workingDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/**
 * What execa is to be told where a child starts in the working directory: nothing, unless its path does not lead there,
 * since it was removed, covered by a mount, or stands behind a folder that is closed to this user. execa names the path
 * to the child in any case.
 */
export function pathToHere(): string | undefined {
  const path = workingDirectory();
  return (path === undefined || !leadsHere(path)) && whyNoFolder(OWN) === undefined ? OWN : undefined;
}

/** Why no child can start in a folder, in a few words; undefined where one can. */
export function whyNoFolder(path: string): string | undefined {
  try {
    if (!statSync(path).isDirectory()) return "not a folder";
    accessSync(path, constants.X_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EACCES" ? "permission denied" : "no such folder";
  }
}

/** The path, or / where no child can start there, as the folder was removed or closed meanwhile. */
export function orRoot(path: string): string {
  return whyNoFolder(path) === undefined ? path : "/";
}

function leadsHere(path: string): boolean {
  try {
    const [there, here] = [statSync(path), statSync(".")];
    return there.ino === here.ino && there.dev === here.dev && whyNoFolder(path) === undefined;
  } catch {
    return false;
  }
}
