import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";

/** Gives `work` a pipe that is full and that nobody reads, as a descriptor in blocking mode; `reader` would drain it. */
export async function withFullPipe(work: (fd: number, reader: number) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const holder = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const full = openSync(path, constants.O_WRONLY);
    try {
      for (const size of [4096, 1]) fill(holder, size);
      await work(full, holder);
    } finally {
      closeSync(full);
      closeSync(holder);
    }
  });
}

function fill(fd: number, size: number): void {
  try {
    for (;;) writeSync(fd, Buffer.alloc(size, "x"));
  } catch {
    // EAGAIN: it is full, as wanted.
  }
}

/** Reads all that is in the pipe. */
export function drain(reader: number): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  try {
    for (;;) chunks.push(Buffer.from(chunk.subarray(0, readSync(reader, chunk))));
  } catch {
    // EAGAIN: it is empty, as wanted.
  }
  return Buffer.concat(chunks).toString();
}
