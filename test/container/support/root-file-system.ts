import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../../helpers/root.ts";
import { nativeBinary, packageFolder } from "./bodies.ts";
import { execute, executeWell } from "./execute.ts";
import { findProgram } from "./requirements.ts";

/**
 * Fills a folder with what `node:20-slim` has that matters here: a shell with the usual tools (busybox) and this
 * machine's Node with its libraries. No image registry is needed.
 */
export async function createNodeRoot(root: string): Promise<void> {
  for (const folder of ["usr/bin", "usr/lib", "usr/lib64", "dev", "proc", "sys", "etc", "app", "run"]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  for (const link of ["bin", "lib", "lib64"]) symlinkSync(`usr/${link}`, join(root, link));
  symlinkSync("usr/bin", join(root, "sbin"));
  mkdirSync(join(root, "tmp"));
  chmodSync(join(root, "tmp"), 0o1777);
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0:root:/:/bin/sh\nnode:x:1000:1000:node:/:/bin/sh\n");
  await addBusybox(root);
  await addProgram(root, findProgram("node") ?? process.execPath, "/usr/bin/node");
}

/** Adds lissom, both bodies, and the test applications to a root file system. */
export function addLissom(root: string): void {
  mkdirSync(root, { recursive: true });
  copyFileSync(nativeBinary, join(root, "lissom"));
  chmodSync(join(root, "lissom"), 0o755);
  cpSync(join(import.meta.dirname, "../fixtures"), join(root, "apps"), { recursive: true });
  const target = join(root, packageFolder);
  for (const path of ["package.json", "bin", "dist/node", ...productionModules()]) {
    const source = join(repositoryRoot, path);
    if (existsSync(source)) cpSync(source, join(target, path), { recursive: true });
  }
}

/** Copies a program and the shared libraries it needs, under the paths that the loader expects. */
export async function addProgram(root: string, program: string, target = program): Promise<void> {
  addFile(root, realpathSync(program), target);
  const { stdout } = await execute(["ldd", program]);
  for (const [library] of stdout.matchAll(/\/\S+/g)) addFile(root, realpathSync(library), library);
}

/** Copies a file to a path below the root, creates the folders on the way, and keeps its mode. */
export function addFile(root: string, source: string, target: string): void {
  mkdirSync(dirname(join(root, target)), { recursive: true });
  copyFileSync(source, join(root, target));
}

async function addBusybox(root: string): Promise<void> {
  const busybox = findProgram("busybox");
  if (busybox === undefined) throw new Error("this machine has no busybox: install busybox-static");
  addFile(root, realpathSync(busybox), "/usr/bin/busybox");
  const applets = await executeWell([busybox, "--list"]);
  for (const applet of applets.split("\n")) {
    if (applet !== "busybox") symlinkSync("busybox", join(root, "usr/bin", applet));
  }
}

interface LockedPackage {
  dev?: boolean;
}

// The packages that `npm install --omit=dev` would place; those of other machines are not on the disk.
function productionModules(): string[] {
  const lock: { packages: Record<string, LockedPackage> } = JSON.parse(
    readFileSync(join(repositoryRoot, "package-lock.json"), "utf8"),
  );
  const entries = Object.entries(lock.packages).filter(([path, entry]) => path !== "" && entry.dev !== true);
  return entries.map(([path]) => path);
}
