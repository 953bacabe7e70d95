import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestContext } from "vitest";

/**
 * The path of one of the machine's own programs, also of those for the administrator; undefined where there is none.
 * What npm puts on the path does not count: a package may bring a `node` of another version.
 */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const own = folders.filter((folder) => !folder.includes("node_modules"));
  return own.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Says in one sentence which of the programs this machine lacks; undefined where it has them all. */
export function missingPrograms(...names: string[]): string | undefined {
  const missing = names.filter((name) => findProgram(name) === undefined);
  return missing.length === 0 ? undefined : `this machine has no ${missing.join(", no ")}`;
}

/** Says why an engine that needs root cannot work here; undefined where it can. */
export function missingRoot(): string | undefined {
  if (process.getuid?.() !== 0) return "only root can run this engine";
  return succeeds(["unshare", "--mount", "true"]) ? undefined : "root may not mount anything on this machine";
}

/** Says that the user, named by the words that make a command run as this user, has no namespaces of their own. */
export function missingUserNamespaces(prefix: readonly string[]): string | undefined {
  const allowed = succeeds([...prefix, "unshare", "--user", "--map-root-user", "--pid", "--fork", "true"]);
  return allowed ? undefined : "this machine gives ordinary users no namespaces";
}

function succeeds([file = "", ...args]: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: "ignore" }).status === 0;
}

// vitest's usual report leaves the reason of a skipped test out.
const printed = new Set<string>();

/**
 * Skips the running test and prints the reason, once a file. In CI, where everything is installed, it fails the test instead,
 * so that a promise cannot silently go unproven.
 */
export function skipIfMissing(context: TestContext, missing: string | undefined): void {
  if (missing === undefined) return;
  if (process.env.CI !== undefined) throw new Error(`nothing may be skipped in CI, but ${missing}`);
  if (!printed.has(missing)) console.warn(`${context.task.file.name}: skipped: ${missing}`);
  printed.add(missing);
  context.skip(missing);
}
