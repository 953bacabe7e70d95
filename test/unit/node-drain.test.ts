import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { Drained, watchConnections } from "../../src/node/drain.ts";

/** Connections to a server of this test, and the local port that they have in common. */
async function connections(count: number): Promise<{ port: number; close: () => void }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  const close = () => {
    for (const socket of sockets) socket.resetAndDestroy();
    server.close();
  };
  onTestFinished(close);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  for (let i = 0; i < count; i++) {
    const accepted = once(server, "connection");
    const client = connect(port, "127.0.0.1").on("error", () => client.destroy());
    await accepted;
  }
  return { port, close };
}

test("the connections of a port are counted, and it is over after two counts without one", async () => {
  const { port, close } = await connections(3);
  const counts: number[] = [];
  const onCount = (count: number) => {
    counts.push(count);
    if (counts.length === 2) close();
  };
  expect(await watchConnections([port], onCount, new AbortController().signal)).toBe(Drained.Done);
  expect(counts.slice(0, 2)).toEqual([3, 3]);
  expect(counts.slice(-2)).toEqual([0, 0]);
});

test("connections of other ports are not waited for", async () => {
  const { port } = await connections(1);
  const counts: number[] = [];
  const other = port === 65535 ? 1 : port + 1;
  expect(await watchConnections([other], (count) => counts.push(count), new AbortController().signal)).toBe(
    0,
  );
  expect(counts).toEqual([0, 0]);
});

test("a wait that is aborted ends at once and counts no more", async () => {
  const { port } = await connections(1);
  const abort = new AbortController();
  const counts: number[] = [];
  const onCount = (count: number) => {
    counts.push(count);
    abort.abort();
  };
  expect(await watchConnections([port], onCount, abort.signal)).toBeUndefined();
  expect(counts).toEqual([1]);
});
