import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { basename, join } from "node:path";
import { repositoryRoot } from "./root.ts";

const sources = join(repositoryRoot, "test/fixtures");

/** The path of the compiled fixture program `name`, which `buildFixtures` has made. */
export function fixture(name: string): string {
  return join(fixtureFolder(), name);
}

/**
 * Compiles the C programs of test/fixtures that are older than their source.
 *
 * @returns why it could not, or undefined when all are there
 */
export function buildFixtures(): string | undefined {
  const folder = fixtureFolder();
  mkdirSync(folder, { recursive: true });
  const newest = (files: string[]) => Math.max(...files.map((file) => statSync(join(sources, file)).mtimeMs));
  const files = readdirSync(sources);
  const headers = newest(files.filter((file) => file.endsWith(".h")));
  for (const file of files.filter((name) => name.endsWith(".c"))) {
    const program = join(folder, basename(file, ".c"));
    if (existsSync(program) && statSync(program).mtimeMs > Math.max(headers, newest([file]))) continue;
    const failed = compile(join(sources, file), program);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

/** Static programs start faster and run in an empty root; where libc.a is missing, dynamic ones do. */
function compile(source: string, program: string): string | undefined {
  const unfinished = `${program}.${process.pid}`;
  let failure = "";
  for (const how of [["-static"], []]) {
    try {
      execFileSync("cc", ["-O1", "-Wall", "-Werror", ...how, source, "-o", unfinished], { stdio: "pipe" });
      renameSync(unfinished, program);
      return undefined;
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
  }
  return `no C compiler, or it failed: ${failure}`;
}

/** dist/test/fixtures, or a folder of the user's own where the repository belongs to somebody else. */
function fixtureFolder(): string {
  try {
    accessSync(repositoryRoot, constants.W_OK);
    return join(repositoryRoot, "dist/test/fixtures");
  } catch {
    return join(tmpdir(), `lissom-fixtures-${userInfo().uid}`);
  }
}
