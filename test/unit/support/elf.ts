/** e_machine of x86-64. */
export const X86_64 = 62;
/** e_machine of arm64. */
export const ARM64 = 183;

const HEADER_SIZE = 64;
const PROGRAM_HEADER_SIZE = 56;
const PT_LOAD = 1;
const PT_INTERP = 3;

/** The first bytes of a 64-bit little-endian ELF file, elf(5), with two program headers: code, then the loader's path. */
export function elf(machine: number, loader: string): Buffer {
  const pathAt = HEADER_SIZE + 2 * PROGRAM_HEADER_SIZE;
  const path = Buffer.from(`${loader}\0`);
  const file = Buffer.concat([Buffer.alloc(pathAt), path, Buffer.from("what follows")]);
  file.write("\x7fELF\x02\x01\x01", 0, "latin1");
  file.writeUInt16LE(machine, 18);
  file.writeBigUInt64LE(BigInt(HEADER_SIZE), 32);
  file.writeUInt16LE(PROGRAM_HEADER_SIZE, 54);
  file.writeUInt16LE(2, 56);
  file.writeUInt32LE(PT_LOAD, HEADER_SIZE);
  const loaderHeader = file.subarray(HEADER_SIZE + PROGRAM_HEADER_SIZE);
  loaderHeader.writeUInt32LE(PT_INTERP, 0);
  loaderHeader.writeBigUInt64LE(BigInt(pathAt), 8);
  loaderHeader.writeBigUInt64LE(BigInt(path.length), 32);
  return file;
}

/** An ELF file whose loader's path lies behind what was read. */
export function loaderlessElf(machine: number): Buffer {
  return elf(machine, "/lib/ld.so").subarray(0, HEADER_SIZE + 2 * PROGRAM_HEADER_SIZE);
}
