/** Strings between the kernel's vectors, the linear memory and the head. One character stands for one byte. */
import { ByteWriter } from "../core/byte-writer.ts";
import { SCRATCH, SCRATCH_SIZE, SMALL, SMALL_SIZE } from "./buffers.ts";
import { OpenFlag, open, readString, Vector } from "./system.ts";

/** A string of a vector as text, or null where it is SCRATCH_SIZE bytes or longer. */
export function vectorText(vector: Vector, index: i32): string | null {
  const length = readString(vector, index, 0, SMALL, SMALL_SIZE);
  if (length <= SMALL_SIZE) return textAt(SMALL, length);
  const whole = readString(vector, index, 0, SCRATCH, SCRATCH_SIZE);
  return whole < SCRATCH_SIZE ? textAt(SCRATCH, whole) : null;
}

/** Bytes of the linear memory as text. */
export function textAt(from: usize, length: i32): string {
  const text = __new(length, idof<string>());
  memory.copy(text, from, length);
  return changetype<string>(text);
}

/** Ends the writer's text with a zero byte and gives its address, for a system call. */
export function addressOf(text: ByteWriter): usize {
  const end = text.length < text.bytes.length ? text.length : text.bytes.length - 1;
  text.bytes[end] = 0;
  return text.bytes.dataStart;
}

/**
 * Opens a file to be read. Allocates nothing.
 * @param path shorter than SMALL_SIZE
 * @returns a descriptor, or -errno
 */
export function openFile(path: string): i32 {
  for (let i = 0; i < path.length; i++) store<u8>(SMALL + i, path.charCodeAt(i));
  store<u8>(SMALL + path.length, 0);
  return open(SMALL, OpenFlag.ReadOnly | OpenFlag.CloseOnExec);
}

/** Appends bytes of the linear memory up to a zero byte, at most `length`. */
export function append(out: ByteWriter, from: usize, length: i32): void {
  for (let i = 0; i < length; i++) {
    const byte = load<u8>(from + i);
    if (byte === 0) return;
    out.byte(byte);
  }
}
