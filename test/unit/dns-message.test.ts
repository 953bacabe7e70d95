import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { Answer, QUERY_MAX, RecordType, readAnswer, writeQuery } from "../../src/core/dns-message.ts";
import { ADDRESS_SIZE } from "../../src/core/ip-address.ts";
import { addressesOf } from "./support/addresses.ts";

const ID = 0x1234;
const CNAME = 5;
/** A pointer to the name of the question. */
const SAME_NAME = [0xc0, 12];

function queryOf(name: string, type = RecordType.A): ByteWriter {
  const out = new ByteWriter(QUERY_MAX);
  expect(writeQuery(out, ID, name, type)).toBe(true);
  return out;
}

const isName = (name: string) => writeQuery(new ByteWriter(QUERY_MAX), ID, name, RecordType.A);

function record(type: number, data: number[], name = SAME_NAME, dnsClass = 1): number[] {
  return [...name, 0, type, 0, dnsClass, 0, 0, 0, 60, data.length >> 8, data.length & 255, ...data];
}

interface Reply {
  id?: number;
  flags?: [number, number];
  count?: number;
  question?: string;
}

function reply(
  query: ByteWriter,
  records: number[][],
  { id = ID, flags = [0x81, 0x80], count, question }: Reply = {},
) {
  const asked = question === undefined ? query : queryOf(question);
  const answers = count ?? records.length;
  const header = [id >> 8, id & 255, ...flags, 0, 1, answers >> 8, answers & 255, 0, 0, 0, 0];
  return Uint8Array.from([...header, ...asked.bytes.subarray(12, asked.length), ...records.flat()]);
}

function read(query: ByteWriter, bytes: Uint8Array, length = bytes.length): [Answer, string[]] {
  const out = new ByteWriter(4 * ADDRESS_SIZE);
  const answer = readAnswer(query, bytes, length, out);
  return [answer, addressesOf(out)];
}

const query = queryOf("consul.example");
const LOOPBACK = record(RecordType.A, [127, 0, 0, 1]);

test("a query asks for one name, recursively", () => {
  const bytes = Buffer.from(query.bytes.subarray(0, query.length));
  expect(bytes.toString("latin1")).toBe(
    "\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x06consul\x07example\0\0\x01\0\x01",
  );
  const six = queryOf("consul.example.", RecordType.Aaaa);
  expect([six.length, six.bytes[six.length - 3]]).toEqual([query.length, 28]);
});

test("a name is asked for exactly if its labels and the whole are neither empty nor too long", () => {
  const label = "a".repeat(63);
  const longest = [label, label, label, "a".repeat(61)].join(".");
  expect([isName("a"), isName(label), isName(longest), isName(`${longest}.`)]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  for (const name of ["", ".", "..", "a..b", ".a", "a..", `${label}a`, `${longest}a`, "a.".repeat(300)]) {
    expect([name, isName(name)]).toEqual([name, false]);
  }
});

test("the addresses of the type that was asked for are found behind aliases", () => {
  const alias = record(CNAME, [1, 0x78, 0xc0, 12]);
  const other = record(RecordType.A, [10, 0, 0, 2], [1, 0x78, ...SAME_NAME]);
  const six = record(RecordType.Aaaa, [0xfd, ...Array<number>(14).fill(0), 1]);
  expect(read(query, reply(query, [alias, LOOPBACK, six, other]))).toEqual([
    Answer.Found,
    ["127.0.0.1", "10.0.0.2"],
  ]);
  const querySix = queryOf("consul.example", RecordType.Aaaa);
  expect(read(querySix, reply(querySix, [alias, LOOPBACK, six]))).toEqual([Answer.Found, ["fd00::1"]]);
});

test("an answer to another question is passed over, whatever the case of the name", () => {
  expect(read(query, reply(query, [LOOPBACK], { id: ID + 1 }))[0]).toBe(Answer.NotOurs);
  expect(read(query, reply(query, [LOOPBACK], { question: "consul.examplf" }))[0]).toBe(Answer.NotOurs);
  expect(read(query, reply(query, [LOOPBACK], { flags: [0x01, 0] }))[0]).toBe(Answer.NotOurs);
  expect(read(query, reply(query, [LOOPBACK], { question: "CONSUL.Example" }))[0]).toBe(Answer.Found);
});

test("no such name, no such address and a failure are told apart", () => {
  expect(read(query, reply(query, [], { flags: [0x81, 0x83] }))[0]).toBe(Answer.NoName);
  expect(read(query, reply(query, []))[0]).toBe(Answer.NoAddress);
  for (const code of [1, 2, 4, 5])
    expect(read(query, reply(query, [], { flags: [0x81, code] }))[0]).toBe(Answer.Failed);
  const refusal = reply(query, [], { flags: [0x81, 5] }).slice(0, 12);
  refusal[5] = 0;
  expect(read(query, refusal)[0]).toBe(Answer.Failed);
});

test("of an answer that was cut off the addresses count that are whole", () => {
  const whole = reply(query, [LOOPBACK, LOOPBACK], { flags: [0x83, 0x80] });
  expect(read(query, whole, whole.length - 1)).toEqual([Answer.Found, ["127.0.0.1"]]);
  expect(read(query, reply(query, [], { flags: [0x83, 0x80] }))[0]).toBe(Answer.Failed);
});

test("records of another class or of a wrong size are no addresses", () => {
  const chaos = record(RecordType.A, [127, 0, 0, 1], SAME_NAME, 3);
  const short = record(RecordType.A, [127, 0, 0]);
  const long = record(RecordType.A, Array<number>(16).fill(1));
  expect(read(query, reply(query, [chaos, short, long]))).toEqual([Answer.NoAddress, []]);
});

test("more addresses than there is room for are left out", () => {
  expect(read(query, reply(query, Array(9).fill(LOOPBACK)))[1]).toHaveLength(4);
});

test("a name that points to itself, or never ends, ends the reading", () => {
  const loop = record(RecordType.A, [127, 0, 0, 1], [0xc0, query.length]);
  expect(read(query, reply(query, [loop]))).toEqual([Answer.Found, ["127.0.0.1"]]);
  const endless = Array<number>(300).fill(1);
  expect(read(query, reply(query, [endless]))).toEqual([Answer.Failed, []]);
  expect(read(query, reply(query, [LOOPBACK], { count: 65535 }))).toEqual([Answer.Found, ["127.0.0.1"]]);
});

test("an answer that was changed anywhere, or cut anywhere, is read within its bounds", () => {
  const good = reply(query, [record(CNAME, [1, 0x78, 0xc0, 12]), LOOPBACK, LOOPBACK]);
  const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 6 });
  fc.assert(
    fc.property(changes, fc.nat(good.length), (changed, length) => {
      const bytes = good.slice(0, length);
      for (const [at, byte] of changed) if (at < length) bytes[at] = byte;
      const outside: PropertyKey[] = [];
      const watched = new Proxy(bytes, {
        get(target, key) {
          if (Number(key) >= target.length) outside.push(key);
          return Reflect.get(target, key) as unknown;
        },
      });
      const [answer, addresses] = read(query, watched, length);
      expect(outside).toEqual([]);
      expect(addresses.length > 0).toBe(answer === Answer.Found);
    }),
    { numRuns: 5000 },
  );
});
