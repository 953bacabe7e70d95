import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type * as javascriptHead from "./head.ts";

/** The functions of head.ts, whoever compiled them. */
export type Head = typeof javascriptHead;

/** The head as WebAssembly, with what the AssemblyScript runtime adds. */
export interface CompiledHead extends Head {
  /** The linear memory; nothing else is reachable for the head. */
  memory: { buffer: ArrayBuffer; grow(pages: number): number };
  /** Allocates an object, and so tells where the next one would be. */
  __new(size: number, id: number): number;
}

// Node has it, and its types come with the DOM library only.
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<object>;
  Instance: new (module: object) => { exports: CompiledHead };
};

const asc = fileURLToPath(new URL("../../node_modules/assemblyscript/bin/asc.js", import.meta.url));
const entry = fileURLToPath(new URL("head.ts", import.meta.url));
// As the native body is compiled; the exported runtime is for the look at the allocator, and changes no function.
const flags =
  "--runtime stub -Oz --noAssert --use abort= --initialMemory 2 --maximumMemory 2 --exportRuntime";

/**
 * Compiles head.ts with AssemblyScript, which takes a few seconds.
 * @returns a function that makes a fresh instance, with a memory of its own
 */
export async function compileHead(): Promise<() => CompiledHead> {
  const folder = await mkdtemp(join(tmpdir(), "lissom-model-"));
  try {
    const file = join(folder, "head.wasm");
    await promisify(execFile)(process.execPath, [asc, entry, ...flags.split(" "), "-o", file]);
    const module = await WebAssembly.compile(await readFile(file));
    return () => new WebAssembly.Instance(module).exports;
  } finally {
    await rm(folder, { recursive: true });
  }
}
