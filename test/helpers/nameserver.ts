import { createSocket } from "node:dgram";

const headerSize = 12;
const types: Record<number, "A" | "AAAA"> = { 1: "A", 28: "AAAA" };

/** The addresses of names, by the type of record; of IPv6 ::1 only. */
type Records = Record<string, Partial<Record<"A" | "AAAA", string>>>;

/** A nameserver of the test itself. */
export interface Nameserver extends AsyncDisposable {
  /** A loopback address that it has for itself, since the port is always the same. */
  address: string;
}

let count = 0;

/**
 * A nameserver on port 53, which only root may take. It knows `records`, and says of all other names that there are none
 * (RFC 1035, section 4).
 *
 * @throws Error where the port is not to be had
 */
export function serveNames(records: Records): Promise<Nameserver> {
  return serve((query) => answer(query, records));
}

/**
 * A nameserver on port 53 that never answers.
 *
 * @throws Error as serveNames does
 */
export function serveSilence(): Promise<Nameserver> {
  return serve(() => undefined);
}

async function serve(reply: (query: Buffer) => Buffer | undefined): Promise<Nameserver> {
  const address = `127.${53 + (process.pid % 200)}.${(process.pid >> 8) % 250}.${++count}`;
  const socket = createSocket("udp4");
  socket.on("message", (query, { port, address: asker }) => {
    const bytes = reply(query);
    if (bytes !== undefined) socket.send(bytes, port, asker);
  });
  await new Promise<void>((done, failed) => socket.once("error", failed).bind(53, address, done));
  return { address, [Symbol.asyncDispose]: () => new Promise((done) => socket.close(() => done())) };
}

function answer(query: Buffer, records: Records): Buffer {
  const labels: string[] = [];
  let at = headerSize;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  const known = records[labels.join(".").toLowerCase()];
  const type = types[query.readUInt16BE(at + 1)];
  const address = type && known?.[type];
  const head = Buffer.alloc(headerSize);
  query.copy(head, 0, 0, 2);
  head.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(address === undefined ? 0 : 1, 6);
  const question = query.subarray(headerSize, at + 5);
  return Buffer.concat([head, question, ...(address === undefined ? [] : [record(question, address)])]);
}

/** A record whose name is a pointer to that of the question. */
function record(question: Buffer, address: string): Buffer {
  const data =
    address === "::1"
      ? Buffer.concat([Buffer.alloc(15), Buffer.from([1])])
      : Buffer.from(address.split(".").map(Number));
  const fixed = Buffer.from([0xc0, headerSize, ...question.subarray(-4), 0, 0, 0, 60, 0, data.length]);
  return Buffer.concat([fixed, data]);
}
