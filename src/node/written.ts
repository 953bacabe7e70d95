import { ByteWriter } from "../core/byte-writer.ts";

/** What the head writes, as text; of more than `size` bytes the rest is cut. */
export function textOf(size: number, write: (out: ByteWriter) => void): string {
  return bytesOf(size, write).toString();
}

/** The same as bytes. */
export function bytesOf(size: number, write: (out: ByteWriter) => void): Buffer {
  const out = new ByteWriter(size);
  write(out);
  return Buffer.from(out.bytes.subarray(0, out.length));
}
