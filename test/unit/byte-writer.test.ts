import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { bytesOf, textOf } from "./support/bytes.ts";

const numberText = (value: number) => textOf((out) => out.number(value));

test("every whole number that is exact in a double is written as JavaScript writes it", () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(numberText(value)).toBe(BigInt(value).toString());
    }),
    { numRuns: 5000 },
  );
});

test("numbers beside each power of ten are written exactly", () => {
  for (let power = 0; power <= 15; power++) {
    for (const value of [10 ** power - 1, 10 ** power, 10 ** power + 1]) {
      expect(numberText(value)).toBe(String(value));
      expect(numberText(-value)).toBe(BigInt(-value).toString());
    }
  }
  expect(numberText(2 ** 53)).toBe("9007199254740992");
});

test("text is written one byte a character", () => {
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, code) => code));
  expect(bytesOf((out) => out.text(all)).toString("latin1")).toBe(all);
});

test("what does not fit is cut off, and what was written stays", () => {
  fc.assert(
    fc.property(fc.nat(20), fc.string({ maxLength: 30 }), (capacity, text) => {
      const written = bytesOf((out) => out.text(text), capacity).toString("latin1");
      expect(written).toBe(text.slice(0, capacity));
    }),
  );
});

test("a cleared writer begins anew", () => {
  const out = new ByteWriter(4);
  out.text("abcdef");
  out.clear();
  out.byte(0x7a);
  expect([out.length, out.bytes[0]]).toEqual([1, 0x7a]);
});
