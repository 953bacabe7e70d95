import { execFileSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** A program under measurement: how it is started before a command, and what it is. */
export interface Init {
  readonly name: string;
  readonly kind: "native" | "node" | "peer";
  /** The words before the command, the first an absolute path. */
  readonly prefix: readonly string[];
  /** The words before the command where the init is not PID 1 and shall adopt orphans all the same. */
  readonly subreaperPrefix: readonly string[];
  /** The file whose size counts, null where the program is not one executable. */
  readonly file: string | null;
  readonly version: string;
}

const ROOT = resolve(fileURLToPath(import.meta.url), "../..");
const PEERS = [
  { name: "tini", subreaper: ["-s", "--"] },
  { name: "tini-static", subreaper: ["-s", "--"] },
  { name: "dumb-init", subreaper: ["--"] },
  { name: "catatonit", subreaper: ["--"] },
];

/** Returns the inits that this machine has, lissom's bodies first; `say` is told what is missing. */
export function findInits(say: (line: string) => void): Init[] {
  return [...findLissom(say), ...findPeers(say)];
}

/** The Node that the Node body is measured on: the machine's, and not one that npm puts before it in PATH. */
export const NODE = findProgram("node") ?? process.execPath;

/** Returns the absolute path of a program in PATH, or null. What npm adds to PATH for its scripts is left out. */
export function findProgram(name: string): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    if (folder.includes("node_modules")) continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // The next folder may have it.
    }
  }
  return null;
}

function findLissom(say: (line: string) => void): Init[] {
  const found: Init[] = [];
  const native = join(ROOT, `dist/native/linux-${process.arch}/lissom`);
  const launcher = join(ROOT, "bin/lissom.js");
  const bundle = join(ROOT, "dist/node/main.cjs");
  if (existsSync(native)) {
    const prefix = [native, "--"];
    const version = versionOf([native, "--version"]);
    found.push({ name: "lissom", kind: "native", prefix, subreaperPrefix: prefix, file: native, version });
  } else say("lissom: no native body: left out: npm run build makes it");
  if (existsSync(launcher) && existsSync(bundle)) {
    const body = [NODE, launcher, "--engine", "node"];
    const prefix = [...body, "--"];
    const version = versionOf([...body, "--version"]);
    found.push({ name: "lissom (Node)", kind: "node", prefix, subreaperPrefix: prefix, file: null, version });
  } else say("lissom (Node): not built: left out: npm run build makes it");
  return found;
}

function findPeers(say: (line: string) => void): Init[] {
  const found: Init[] = [];
  for (const { name, subreaper } of PEERS) {
    const file = findProgram(name);
    if (file === null) {
      say(`${name}: not installed: left out: a Debian package has it`);
      continue;
    }
    const version = versionOf([file, "--version"]);
    found.push({
      name,
      kind: "peer",
      prefix: [file, "--"],
      subreaperPrefix: [file, ...subreaper],
      file,
      version,
    });
  }
  return found;
}

function versionOf(command: readonly string[]): string {
  try {
    // dumb-init says its version on stderr, hence the shell that joins both.
    const text = execFileSync("/bin/sh", ["-c", '"$@" 2>&1', "sh", ...command], { encoding: "utf8" });
    return /\d+(?:\.\d+)+/.exec(text)?.[0] ?? "unknown";
  } catch {
    return "unknown";
  }
}
