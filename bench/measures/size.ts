import { readFileSync, statSync } from "node:fs";
import { barsOf, judgeLimit, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";

const LIMIT = 80 * 1024;
const PT_INTERP = 3;

/** The bytes of each executable, and whether it needs a loader and libraries beside it. */
export const size: Measure = {
  id: "size",
  title: "Executable",
  unit: "bytes",
  bar: "at most 80 KiB, static",
  run,
};

async function run(context: Context): Promise<Result> {
  const files = context.inits.filter((init) => init.file !== null);
  const sizes = new Map(files.map((init) => [init, statSync(init.file as string).size]));
  const rows = files.map((init) => {
    const bytes = sizes.get(init) as number;
    const linkage = isStatic(init.file as string) ? "static" : "needs a loader and libc";
    return [init.name, kib(bytes), linkage, timesBestPeer(sizes, bytes)];
  });
  const limit = judgeLimit("executable: at most 80 KiB, static", sizes, LIMIT, kib);
  const ours = files.find((init) => init.kind === "native");
  const linked = ours !== undefined && isStatic(ours.file as string);
  const verdict = ours
    ? { ...limit, met: limit.met && linked, detail: `${limit.detail}, ${linked ? "static" : "dynamic"}` }
    : limit;
  return {
    columns: ["init", "size", "linkage", "of the best peer"],
    rows,
    verdicts: [verdict],
    notes: ["A dynamic executable also needs its libc in the image (about 2 MB with the loader on Debian)."],
    panels: [
      {
        title: "Executable",
        unit: "KiB",
        bars: barsOf(new Map([...sizes].map(([init, bytes]) => [init, bytes / 1024]))),
      },
    ],
  };
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

/** An ELF file without a PT_INTERP program header is started by the kernel alone (elf(5)). */
function isStatic(file: string): boolean {
  const elf = readFileSync(file);
  const offset = Number(elf.readBigUInt64LE(32));
  const entrySize = elf.readUInt16LE(54);
  const count = elf.readUInt16LE(56);
  for (let index = 0; index < count; index++) {
    if (elf.readUInt32LE(offset + index * entrySize) === PT_INTERP) return false;
  }
  return true;
}
