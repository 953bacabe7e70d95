import { accessSync, closeSync, constants, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { ByteWriter } from "../core/byte-writer.ts";
import { elfMachine } from "../core/elf.ts";

/** e_machine of this machine's executables, elf(5). */
const MACHINES: Record<string, number> = { x64: 62, arm64: 183 };

/** Where the package in `root` has the native executable for this machine, if it has one. */
export function nativeFile(root: string): string {
  return join(root, "dist/native", `${process.platform}-${process.arch}`, "lissom");
}

/** Why a file cannot run here, or undefined if it can: it is an ELF executable of this machine, or a script. */
export function whyUnusable(file: string): string | undefined {
  try {
    accessSync(file, constants.X_OK);
    return whyForeign(readHead(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return `the package has none for ${process.platform}-${process.arch}`;
    return code === "EACCES" ? "it may not be executed" : (error as Error).message;
  }
}

function whyForeign(head: ByteWriter): string | undefined {
  if (head.bytes[0] === 0x23 && head.bytes[1] === 0x21) return undefined;
  const machine = elfMachine(head);
  if (machine === 0) return "it is no executable";
  return machine === MACHINES[process.arch] ? undefined : "it was made for another machine";
}

function readHead(file: string): ByteWriter {
  const head = new ByteWriter(64);
  const fd = openSync(file, "r");
  try {
    head.length = readSync(fd, head.bytes);
  } finally {
    closeSync(fd);
  }
  return head;
}
