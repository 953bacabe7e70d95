// Makes AssemblyScript use the runtime in src/native/runtime: strings of one byte a character, also in the constants,
// and small headers of objects. It halves the native body's constants, which are a third of the executable.
import { readFileSync } from "node:fs";
import assemblyscript from "assemblyscript";
import * as asc from "assemblyscript/asc";

/** Where our files stand in the place of the standard library's. */
const FILES = { string: "string.ts", "rt/stub": "stub.ts" };
const LENGTH_SIZE = 4;

/**
 * Changes the compiler for this process: its library files, and the one method that makes constant strings.
 * @throws {Error} where this release of the compiler has not what is changed
 */
export function useCompactRuntime() {
  for (const [name, file] of Object.entries(FILES)) {
    if (asc.libraryFiles[name] === undefined) throw new Error(`AssemblyScript has no library file ${name}`);
    const url = new URL(`../src/native/runtime/${file}`, import.meta.url);
    asc.libraryFiles[name] = readFileSync(url, "utf8");
  }
  // Not part of the typed interface.
  const compiler = /** @type {any} */ (assemblyscript).Compiler.prototype;
  if (typeof compiler.ensureStaticStringPtr !== "function") {
    throw new Error("AssemblyScript's compiler makes constant strings in another way");
  }
  compiler.ensureStaticStringPtr = staticString;
}

/**
 * The address of a constant string: its length in 32 bits, then its bytes, with no gap between two.
 * @this {any} the compiler
 * @param {string} text characters below 256
 */
function staticString(text) {
  let segment = this.stringSegments.get(text);
  if (segment === undefined) {
    const bytes = new Uint8Array(LENGTH_SIZE + text.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > 255) throw new Error(`a constant string holds a character above 255: ${text}`);
      bytes[LENGTH_SIZE + at] = code;
    }
    segment = this.addAlignedMemorySegment(bytes, 1);
    this.stringSegments.set(text, segment);
  }
  const { i64_add, i64_new } = /** @type {any} */ (globalThis);
  return i64_add(segment.offset, i64_new(LENGTH_SIZE));
}
