import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { ADDRESS_SIZE, isIpv4, readAddress, readAddressText } from "../../src/core/ip-address.ts";

/** The address as 32 hexadecimal digits, or undefined. */
function read(text: string): string | undefined {
  const out = new ByteWriter(ADDRESS_SIZE);
  const isRead = readAddressText(text, out);
  expect(out.length).toBe(isRead ? ADDRESS_SIZE : 0);
  return isRead ? Buffer.from(out.bytes).toString("hex") : undefined;
}

/** What an address is, by way of the URL parser, which writes every group that is not zero. */
function expected(text: string): string | undefined {
  if (isIP(text) === 4)
    return `00000000000000000000ffff${Buffer.from(text.split(".").map(Number)).toString("hex")}`;
  if (isIP(text) !== 6 || text.includes("%")) return undefined;
  const [head = "", tail] = new URL(`http://[${text}]`).hostname.slice(1, -1).split("::");
  const groups = (part = "") => (part === "" ? [] : part.split(":")).map((group) => group.padStart(4, "0"));
  const [before, after] = [groups(head), groups(tail)];
  return [...before, ...Array(8 - before.length - after.length).fill("0000"), ...after].join("");
}

test("addresses of both kinds are read", () => {
  expect(read("127.0.0.1")).toBe("00000000000000000000ffff7f000001");
  expect(read("::1")).toBe("00000000000000000000000000000001");
  expect(read("2001:db8::a:0:1")).toBe("20010db8000000000000000a00000001");
  expect(read("::ffff:10.1.2.3")).toBe(read("10.1.2.3"));
});

test("any valid address is read as Node reads it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      expect(read(text)).toBe(expected(text));
    }),
    { numRuns: 3000 },
  );
});

test("any text made of the parts of addresses is one exactly where Node says so", () => {
  const part = fc.constantFrom(
    ":",
    "::",
    ".",
    "0",
    "1",
    "ff",
    "255",
    "256",
    "01",
    "ABCD",
    "12345",
    "g",
    "%",
    " ",
    "1.2.3.4",
  );
  const groups = fc
    .array(fc.constantFrom("1", "abcd", "0", "", "1.2.3.4"), { maxLength: 10 })
    .map((all) => all.join(":"));
  const text = fc.oneof(
    fc.array(part, { maxLength: 18 }).map((parts) => parts.join("")),
    groups,
  );
  fc.assert(
    fc.property(text, (some) => {
      expect([some, read(some)]).toEqual([some, expected(some)]);
    }),
    { numRuns: 20_000 },
  );
});

test("an address is read from the middle of a text, and nothing behind its end", () => {
  const text = Buffer.from("x10.0.0.12y");
  const out = new ByteWriter(ADDRESS_SIZE);
  expect(readAddress(text, 1, 9, out)).toBe(true);
  expect([...out.bytes.slice(12)]).toEqual([10, 0, 0, 1]);
});

test("an address that has no room leaves the list as it was", () => {
  const out = new ByteWriter(2 * ADDRESS_SIZE - 1);
  expect([readAddressText("::1", out), readAddressText("10.0.0.1", out)]).toEqual([true, false]);
  expect(out.length).toBe(ADDRESS_SIZE);
});

test("only addresses of IPv4 and those that stand for them are of IPv4", () => {
  const kinds = ["10.0.0.1", "::ffff:10.0.0.1", "::10.0.0.1", "::1", "ffff::"].map((text) => {
    const out = new ByteWriter(ADDRESS_SIZE);
    readAddressText(text, out);
    return isIpv4(out, 0);
  });
  expect(kinds).toEqual([true, true, false, false, false]);
});
