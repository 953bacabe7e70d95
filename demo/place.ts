import { spawnSync } from "node:child_process";

/** Where lissom runs in the demo. */
export interface Place {
  /** Words in front of lissom that make the place; none where it is just a child of this process. */
  words: readonly string[];
  /** For the reader. */
  title: string;
}

const NAMESPACE = ["--pid", "--fork", "--mount-proc", "--kill-child"];

/** As root, or as anyone who may become root of a user namespace. */
const WAYS = [
  ["unshare", ...NAMESPACE],
  ["unshare", "--user", "--map-root-user", ...NAMESPACE],
];

/** Finds out by trying whether a PID namespace can be made here, and how. */
export function findPlace(): Place {
  const words = WAYS.find(works);
  if (words !== undefined) return { words, title: "PID 1 of a fresh PID namespace" };
  return { words: [], title: "a subreaper, since PID namespaces are not allowed here" };
}

function works([program = "", ...words]: string[]): boolean {
  return spawnSync(program, [...words, "true"], { stdio: "ignore" }).status === 0;
}
