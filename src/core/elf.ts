/** The two facts about an ELF file (elf(5)) that explain most failures to run it: its machine and its loader. */
import { ByteWriter } from "./byte-writer.ts";

const EHDR_MACHINE: i32 = 18;
const EHDR_PHOFF: i32 = 32;
const EHDR_PHENTSIZE: i32 = 54;
const EHDR_PHNUM: i32 = 56;
const PHDR_OFFSET: i32 = 8;
const PHDR_FILE_SIZE: i32 = 32;
const PT_INTERP: i32 = 3;

/** e_machine of a little-endian ELF file, or 0 where the bytes are none. */
export function elfMachine(head: ByteWriter): i32 {
  return isElf(head) ? word(head, EHDR_MACHINE, 2) : 0;
}

/** Appends the path of the dynamic loader that a 64-bit ELF file asks for. @returns false where it is not to be seen */
export function writeLoader(out: ByteWriter, head: ByteWriter): bool {
  if (!isElf(head) || (head.bytes[4] as i32) !== 2) return false;
  const count = word(head, EHDR_PHNUM, 2);
  for (let i = 0; i < count; i++) {
    const header = word(head, EHDR_PHOFF, 4) + i * word(head, EHDR_PHENTSIZE, 2);
    if (header < 0 || header > head.length - 56) return false;
    if (word(head, header, 4) !== PT_INTERP) continue;
    const start = word(head, header + PHDR_OFFSET, 4);
    const end = start + word(head, header + PHDR_FILE_SIZE, 4) - 1;
    if (start < 0 || end < start || end > head.length) return false;
    for (let at = start; at < end; at++) out.byte(head.bytes[at] as i32);
    return true;
  }
  return false;
}

/** Whether the bytes begin as every ELF file does, be it whole or for this machine or not. */
export function startsAsElf(head: ByteWriter): bool {
  return head.length >= 4 && word(head, 0, 4) === 0x464c457f;
}

function isElf(head: ByteWriter): bool {
  return head.length >= 64 && word(head, 0, 4) === 0x464c457f && (head.bytes[5] as i32) === 1;
}

function word(head: ByteWriter, at: i32, size: i32): i32 {
  let value: i32 = 0;
  for (let i = size - 1; i >= 0; i--) value = (value << 8) | (head.bytes[at + i] as i32);
  return value;
}
