import { ByteWriter } from "../../../src/core/byte-writer.ts";

/** What a function of the head writes, as bytes. */
export function bytesOf(write: (out: ByteWriter) => void, capacity = 65_536): Buffer {
  const out = new ByteWriter(capacity);
  write(out);
  return Buffer.from(out.bytes.subarray(0, out.length));
}

/** What a function of the head writes, as text. */
export function textOf(write: (out: ByteWriter) => void): string {
  return bytesOf(write).toString();
}

/** A buffer of the head that holds these bytes. */
export function bufferOf(bytes: Uint8Array | string): ByteWriter {
  const content = Buffer.from(bytes as Uint8Array);
  const buffer = new ByteWriter(content.length);
  for (const byte of content) buffer.byte(byte);
  return buffer;
}

/** Whether a text has an ASCII control character, a line end among them. */
export function hasControl(text: string): boolean {
  return [...text].some((character) => character < " " || character === "\x7f");
}
