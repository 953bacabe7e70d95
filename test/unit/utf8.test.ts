import fc from "fast-check";
import { expect, test } from "vitest";
import { utf8Length } from "../../src/core/utf8.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

function isUtf8(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether the bytes are sequences one after the other, as the head sees it. */
function isAccepted(bytes: Uint8Array): boolean {
  let at = 0;
  while (at < bytes.length) {
    const length = utf8Length(bytes, at, bytes.length);
    if (length === 0) return false;
    at += length;
  }
  return true;
}

test("each character of Unicode is a sequence of its own length", () => {
  const buffer = new Uint8Array(4);
  const encoder = new TextEncoder();
  for (let point = 0; point <= 0x10ffff; point++) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const { written } = encoder.encodeInto(String.fromCodePoint(point), buffer);
    const length = utf8Length(buffer, 0, 4);
    if (length !== written) throw new Error(`U+${point.toString(16)}: ${length} bytes instead of ${written}`);
  }
});

test("every pair of bytes is accepted exactly where TextDecoder accepts it", () => {
  for (let pair = 0; pair <= 0xffff; pair++) {
    const bytes = Uint8Array.of(pair >> 8, pair & 0xff);
    if (isAccepted(bytes) !== isUtf8(bytes))
      throw new Error(`differs on ${Buffer.from(bytes).toString("hex")}`);
  }
});

test("any bytes are accepted exactly where TextDecoder accepts them", () => {
  const edge = fc.constantFrom(
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
  );
  const bytes = fc.array(edge, { maxLength: 6 }).map((values) => Uint8Array.from(values));
  fc.assert(
    fc.property(fc.oneof(bytes, fc.uint8Array({ maxLength: 8 })), (some) => {
      expect(isAccepted(some)).toBe(isUtf8(some));
    }),
    { numRuns: 5000 },
  );
});

test("a sequence that is cut off at the end is none, whatever lies behind the end", () => {
  const bytes = new TextEncoder().encode("\u{1f600}");
  for (let end = 1; end < 4; end++) expect(utf8Length(bytes, 0, end)).toBe(0);
});
