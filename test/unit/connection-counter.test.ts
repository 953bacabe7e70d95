import fc from "fast-check";
import { expect, test } from "vitest";
import { ConnectionCounter } from "../../src/core/connection-counter.ts";

const HEADER =
  "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
/** ESTABLISHED, FIN_WAIT1, CLOSE_WAIT, LAST_ACK, CLOSING. */
const CARRYING = [1, 4, 8, 9, 11];
const FIN_WAIT2 = 5;
const STATES = Array.from({ length: 12 }, (_, index) => index + 1);

interface Row {
  address: string;
  port: number;
  state: number;
  inode: number;
}

const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, "0");

/** A row as the kernel writes it (get_tcp4_sock in net/ipv4/tcp_ipv4.c), padded to a fixed width. */
function line({ address, port, state, inode }: Row, index: number): string {
  const remote = `${hex(index, address.length)}:${hex(port, 4)}`;
  const ends = `${address}:${hex(port, 4)} ${remote} ${hex(state, 2)}`;
  const queues = "00000000:0000001F 01:00000014 00000000";
  const text = `${String(index).padStart(4)}: ${ends} ${queues}  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1`;
  return `${text.padEnd(149)}\n`;
}

const textOf = (rows: Row[]) => HEADER + rows.map(line).join("");
const isCounted = (row: Row, ports: number[]) =>
  ports.includes(row.port) && (CARRYING.includes(row.state) || (row.state === FIN_WAIT2 && row.inode !== 0));

function countOf(ports: number[], text: string): number {
  const counter = new ConnectionCounter(ports);
  counter.feed(Buffer.from(text), text.length);
  return counter.count;
}

const rowOf = (state: number, inode = 7, port = 8080): Row => ({ address: "0100007F", port, state, inode });
const row = fc.record({
  address: fc.constantFrom("0100007F", "00000000", "0000000000000000FFFF00000100007F"),
  port: fc.constantFrom(1, 80, 8080, 8081, 65535),
  state: fc.constantFrom(...STATES),
  inode: fc.constantFrom(0, 1, 16, 100_000_000, 4_294_967_295),
});
const ports = fc.uniqueArray(fc.constantFrom(1, 80, 8080, 65535, 443), { maxLength: 4 });

test("a connection counts in the states that carry data, and in no other", () => {
  const counted = STATES.filter((state) => countOf([8080], textOf([rowOf(state)])) === 1);
  expect(counted).toEqual([1, 4, 5, 8, 9, 11]);
});

test("a half-closed connection counts only as long as a process has it", () => {
  expect(countOf([8080], textOf([rowOf(FIN_WAIT2, 0)]))).toBe(0);
  for (const inode of [1, 160, 1_000_000_000, 10_000_000_000]) {
    expect(countOf([8080], textOf([rowOf(FIN_WAIT2, inode)]))).toBe(1);
  }
});

test("the remote port does not count", () => {
  const text = line(rowOf(1), 0).replace(":1F90", ":0050");
  expect([countOf([8080], text), countOf([80], text)]).toEqual([0, 1]);
});

test("any table counts as its rows say, in pieces of any size", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), ports, fc.array(fc.nat(200)), (rows, wanted, sizes) => {
      const bytes = Buffer.from(textOf(rows));
      const counter = new ConnectionCounter(wanted);
      let at = 0;
      for (const size of [...sizes, bytes.length]) {
        // What lies behind the length belongs to nobody.
        const piece = Buffer.concat([bytes.subarray(at, at + size), Buffer.from(" 01\n")]);
        counter.feed(piece, piece.length - 4);
        at += size;
      }
      expect(counter.count).toBe(rows.filter((each) => isCounted(each, wanted)).length);
    }),
    { numRuns: 1000 },
  );
});

test("rows that the kernel shows twice, up to a page apart, count once", () => {
  const rows = Array.from({ length: 100 }, (_, index) => line(rowOf(1), index));
  const text = [...rows.slice(0, 60), ...rows.slice(25, 100)].join("");
  expect(countOf([8080], HEADER + text)).toBe(100);
});

test("a reset forgets the count and a row that was cut off", () => {
  const counter = new ConnectionCounter([8080]);
  const text = textOf([rowOf(1), rowOf(1)]);
  counter.feed(Buffer.from(text), text.length - 120);
  expect(counter.count).toBe(1);
  counter.reset();
  counter.feed(Buffer.from(text), text.length);
  expect(counter.count).toBe(2);
});

test("no bytes at all make the count anything but a number of their lines", () => {
  const bits = fc.constantFrom("0: ", "0100007F:1F90 ", "01 ", "05 ", "0 ", "\n", ":", "zz", "\0", "ÿ");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(bits).map((parts) => parts.join("")),
        fc.string(),
      ),
      (text) => {
        const count = countOf([8080], text);
        expect(Number.isInteger(count)).toBe(true);
        expect(count).toBeGreaterThanOrEqual(0);
        expect(count).toBeLessThanOrEqual(text.split("\n").length);
      },
    ),
    { numRuns: 2000 },
  );
});
