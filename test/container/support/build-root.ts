import { cpSync, readdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { executeWell } from "./execute.ts";
import { findProgram } from "./requirements.ts";
import { addFile, addProgram } from "./root-file-system.ts";

const headerFolders = new Set(["asm-generic", "linux", "x86_64-linux-gnu", "aarch64-linux-gnu"]);
const objects = ["crt1.o", "crti.o", "crtn.o", "libc.a", "libm.a"];

/**
 * Adds to a root file system with Node what `node:20-bookworm` has on top and a build of lissom needs: a C compiler,
 * and the C library's headers and archive for static programs.
 */
export async function addCompiler(root: string): Promise<void> {
  const compiler = findProgram("gcc");
  if (compiler === undefined) throw new Error("this machine has no gcc");
  const ask = (...question: string[]) => executeWell([compiler, ...question]);
  await addProgram(root, compiler, "/usr/bin/gcc");
  await addProgram(root, compiler, "/usr/bin/cc");
  for (const tool of ["as", "ld"]) await addProgram(root, findProgram(tool) ?? tool, `/usr/bin/${tool}`);
  for (const tool of ["cc1", "collect2", "lto-wrapper"])
    await addProgram(root, await ask(`-print-prog-name=${tool}`));
  const own = dirname(await ask("-print-libgcc-file-name"));
  cpSync(own, join(root, own), { recursive: true, filter: isNeeded });
  for (const name of objects) {
    const path = await ask(`-print-file-name=${name}`);
    addFile(root, realpathSync(path), join(realpathSync(dirname(path)), name));
  }
  const headers = readdirSync("/usr/include").filter(
    (name) => name.endsWith(".h") || headerFolders.has(name),
  );
  for (const name of headers)
    cpSync(join("/usr/include", name), join(root, "usr/include", name), { recursive: true });
}

// A gcc folder also holds other languages' compilers and the sanitizers: hundreds of megabytes that C does not use.
function isNeeded(path: string): boolean {
  return /\/(\d+|crt\w+\.o|libgcc\w*\.a|liblto_plugin\.so|include|[\w-]+\.h)$/.test(path);
}
