import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../helpers/root.ts";

/** What stands where the native executable belongs: the bytes of a file, or nothing. */
export type Native = string | Uint8Array | undefined;

/**
 * Makes a package like the published one in `folder`, with a native executable of the test's own.
 *
 * @returns the launcher's path
 */
export function makePackage(folder: string, native: Native, mode = 0o755): string {
  for (const part of ["bin", "dist/node", "package.json"]) {
    cpSync(join(repositoryRoot, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(repositoryRoot, "node_modules"), join(folder, "node_modules"));
  if (native !== undefined) {
    const file = nativePath(folder);
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, native);
    chmodSync(file, mode);
  }
  return join(folder, "bin/lissom.js");
}

/** Where a package has its native executable for this machine. */
function nativePath(folder: string): string {
  return join(folder, `dist/native/linux-${process.arch}/lissom`);
}

/** The head of an executable for a machine with this number (elf(5)), too short to run anywhere. */
export function elfFor(machine: number): Uint8Array {
  const bytes = Buffer.alloc(64);
  bytes.write("\x7fELF\x02\x01\x01", "latin1");
  bytes.writeUInt16LE(machine, 18);
  return bytes;
}
