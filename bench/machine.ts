import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { NODE } from "./inits.ts";

/** The version of the Node that the Node body is measured on, such as "Node v20.20.2". */
export const NODE_VERSION = `Node ${execFileSync(NODE, ["--version"], { encoding: "utf8" }).trim()}`;

/** Returns what the figures depend on as lines: processor, kernel, Node; never a host name or a path. */
export function describeMachine(): string[] {
  const [first] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB of memory`;
  return [
    `${cpus().length} × ${first?.model ?? "unknown processor"}, ${memory}`,
    `Linux ${release()}, ${process.arch}, ${distribution()}`,
    NODE_VERSION,
  ];
}

function distribution(): string {
  try {
    return (
      /^PRETTY_NAME="(.*)"$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "unknown distribution"
    );
  } catch {
    // Not every root file system says what it is.
    return "unknown distribution";
  }
}
