import fc from "fast-check";

const PROGRAM_HEADER_AT = 64;
const edge = fc.oneof(
  fc.constantFrom(0, 1, 3, 56, 64, 120, 1024, 0x7fffffc8, 0x7fffffd0, 0x7fffffff, 0x80000000, 0xffffffff),
  fc.nat(1100),
);

/** An ELF file whose numbers may lie: far offsets, sizes that overflow, tables that are not there. */
const elf = fc
  .record({
    wordSize: fc.constantFrom(2, 2, 2, 1),
    machine: fc.constantFrom(0, 3, 40, 62, 183, 243, 5, 65535),
    tableAt: fc.oneof(fc.constant(PROGRAM_HEADER_AT), edge),
    entrySize: fc.oneof(fc.constant(56), fc.nat(0xffff)),
    entries: fc.oneof(fc.constantFrom(1, 2), fc.nat(0xffff)),
    kind: fc.oneof(fc.constant(3), fc.nat(5)),
    loaderAt: edge,
    loaderSize: edge,
    length: fc.oneof(fc.constant(1024), fc.nat(1024)),
  })
  .map((fields) => {
    const file = Buffer.alloc(1024, "/lib/loader\0");
    file.write("\x7fELF", 0, "latin1");
    file[4] = fields.wordSize;
    file[5] = 1;
    file.writeUInt16LE(fields.machine, 18);
    file.writeUInt32LE(fields.tableAt, 32);
    file.writeUInt16LE(fields.entrySize, 54);
    file.writeUInt16LE(fields.entries, 56);
    file.writeUInt32LE(fields.kind, PROGRAM_HEADER_AT);
    file.writeUInt32LE(fields.loaderAt, PROGRAM_HEADER_AT + 8);
    file.writeUInt32LE(fields.loaderSize, PROGRAM_HEADER_AT + 32);
    return file.subarray(0, fields.length);
  });

const script = fc
  .array(fc.constantFrom("#!", "#", "/bin/sh", " ", "\t", "\r\n", "\n", "\r", "-e", "\0"), { maxLength: 8 })
  .map((parts) => Buffer.from(parts.join("")));

/** The first bytes of any file: ELF, script, garbage, or nothing; at most the 1024 that the head keeps. */
export const binaryFile: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 4, arbitrary: elf },
  { weight: 2, arbitrary: script },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 1024 }) },
);
