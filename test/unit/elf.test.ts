import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { elfMachine, writeLoader } from "../../src/core/elf.ts";
import { binaryFile } from "../model/files.ts";
import { bufferOf } from "./support/bytes.ts";
import { ARM64, elf, X86_64 } from "./support/elf.ts";

/** The loader that a file asks for, or undefined where it is not to be seen. */
function loaderOf(file: Uint8Array): string | undefined {
  const out = new ByteWriter(1024);
  return writeLoader(out, bufferOf(file))
    ? Buffer.from(out.bytes.subarray(0, out.length)).toString("latin1")
    : undefined;
}

test("machine and loader are read from the head of an ELF file", () => {
  expect(elfMachine(bufferOf(elf(ARM64, "/lib/ld.so")))).toBe(ARM64);
  expect(loaderOf(elf(X86_64, "/lib64/ld-linux-x86-64.so.2"))).toBe("/lib64/ld-linux-x86-64.so.2");
});

test("the program that runs this test is an ELF file for this machine", () => {
  const machine = process.arch === "arm64" ? ARM64 : X86_64;
  expect(elfMachine(bufferOf(readFileSync(process.execPath).subarray(0, 1024)))).toBe(machine);
});

test.each([
  ["an empty file", Buffer.alloc(0)],
  ["a script", Buffer.from(`#!/bin/sh\n${"#".repeat(80)}`)],
  ["a file that ends inside the header", elf(X86_64, "/l").subarray(0, 63)],
  ["a big-endian file", Object.assign(elf(X86_64, "/l"), { 5: 2 })],
])("%s has neither machine nor loader", (_, file) => {
  expect([elfMachine(bufferOf(file)), loaderOf(file)]).toEqual([0, undefined]);
});

test("a 32-bit file has a machine, and a loader that is not looked for", () => {
  const file = Object.assign(elf(3, "/l"), { 4: 1 });
  expect([elfMachine(bufferOf(file)), loaderOf(file)]).toEqual([3, undefined]);
});

test("a table of program headers at an offset near 2^31 is not followed", () => {
  for (const tableAt of [0x7fffffc8, 0x7fffffff, 0x80000000, 0xffffffff]) {
    const file = elf(X86_64, "/l");
    file.writeUInt32LE(tableAt, 32);
    expect(loaderOf(file)).toBeUndefined();
  }
});

test("no file, however damaged, gives a loader that does not stand in it", () => {
  fc.assert(
    fc.property(binaryFile, (file) => {
      const loader = loaderOf(file);
      if (loader !== undefined) expect(Buffer.from(file).toString("latin1")).toContain(loader);
    }),
    { numRuns: 2000 },
  );
});
