import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

type NodeBody = typeof import("../node/main.ts");
type Wrapper = (exports: object, require: NodeJS.Require, module: { exports: object }) => void;

/** The name of the file with the compiled code; it serves only the very Node that made it. */
const CODE_CACHE = `main-${process.version}-${process.arch}.cache`;

/**
 * Loads the bundle of the Node body from a folder. With the code that V8 compiled when the bundle was built, this and
 * the run take a third less time; any other Node compiles it again.
 *
 * @throws Error where there is no bundle
 */
export function loadBody(folder: string): NodeBody {
  const filename = join(folder, "main.cjs");
  const cachedData = readCache(join(folder, CODE_CACHE));
  const script = new Script(readFileSync(filename, "utf8"), { filename, cachedData });
  const module = { exports: {} };
  const wrapper = script.runInThisContext() as Wrapper;
  wrapper(module.exports, createRequire(filename), module);
  return module.exports as NodeBody;
}

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // Built by another Node: V8 compiles what it needs.
  }
}
