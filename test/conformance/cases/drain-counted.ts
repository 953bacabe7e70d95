import { readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { fixture } from "../../helpers/fixtures.ts";
import { poll } from "../../helpers/poll.ts";
import { start } from "../../helpers/run.ts";
import { connectTo, freePort, type Listener, listen } from "../../helpers/server.ts";
import { type Case, forEach, must, same } from "../case.ts";
import { counted, held, loud, main, stopAndCount } from "../drains.ts";
import { entryOf, soonerThan, timed } from "../hooks.ts";

/** Opens and closes connections, a few at a time and never none, until `durationMs` have passed. */
async function storm(server: Listener, durationMs: number): Promise<void> {
  const end = performance.now() + durationMs;
  const open: Socket[] = [];
  for (let count = 0; performance.now() < end; count++) {
    open.push(await server.connection());
    if (open.length > 3) open.shift()?.destroy();
    if (count % 10 === 0) await pause(1);
  }
  for (const socket of open) socket.destroy();
}

/** Endings of a connection's two sides that leave it half closed, so that data may still come. */
const halves: [string, (client: Socket, server: Socket) => void][] = [
  ["client", (client) => client.end()],
  ["server", (_, server) => server.end()],
];

/** Which connections are waited for. */
export const drainCountedCases: Case[] = [
  {
    id: "drain.2",
    title: "connections over IPv6 are waited for too",
    async run(init) {
      await using server = await listen({ host: "::1" });
      await using run = start(init, { options: { drain: [String(server.port)], ...loud }, command: main });
      await server.connection();
      await stopAndCount(run, 1);
      await held(run);
      server.cut();
      same("ending", await run.finished(), { code: 3 });
    },
  },
  ...halves.map(
    ([side, close], index): Case => ({
      id: `drain.${index + 3}`,
      title: `a connection that only the ${side} has closed is still waited for`,
      async run(init) {
        await using server = await listen({ halfOpen: true });
        const options = { drain: [String(server.port)], drainTimeout: "60s", ...loud };
        await using run = start(init, { options, command: main });
        const client = await server.connection();
        const [socket] = server.sockets;
        must(socket !== undefined, "no connection");
        close(client, socket);
        await poll("the end to arrive", () => client.readableEnded || socket.readableEnded);
        await stopAndCount(run, 1);
        await held(run);
        server.cut();
        same("ending", await run.finished(), { code: 3 });
      },
    }),
  ),
  {
    id: "drain.5",
    title: "a connection that nobody has accepted yet is waited for",
    async run(init) {
      const port = await freePort();
      const options = { drain: [String(port)], drainTimeout: "60s", ...loud };
      // It listens, and takes none of the connections.
      const command = [fixture("connections"), String(port), "0"];
      await using run = start(init, { options, command });
      await run.says(/connections ready/);
      await forEach([1, 2, 3], 3, async () => void (await connectTo(port)));
      await run.signal(15);
      counted((await entryOf(run, "drainStarted")).count, 3);
      await held(run);
      await run.signal(10);
      same("ending", await run.finished(), { code: 143 });
    },
  },
  {
    id: "drain.6",
    title: "listening sockets, connections that only time out, and those of other ports hold nothing up",
    async run(init) {
      await using server = await listen();
      await using other = await listen();
      await other.connection();
      await server.connection();
      // The server closes first, so what is left of it, in TIME_WAIT, has the server's port.
      for (const socket of server.sockets) socket.end();
      const left = new RegExp(`:${server.port.toString(16).padStart(4, "0")} [0-9a-f]+:[0-9a-f]+ 06 `, "i");
      await poll("TIME_WAIT", () => left.test(readFileSync("/proc/net/tcp", "latin1")));
      const options = { drain: [String(server.port)], drainTimeout: "60s", ...loud };
      await using run = start(init, { options, command: main });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
      });
      soonerThan("the stop", took, 30_000);
    },
  },
  {
    id: "drain.9",
    title: "connections that are opened and closed all the time hold the stop signal until that has an end",
    async run(init) {
      await using server = await listen();
      const options = { drain: [String(server.port)], drainTimeout: "60s" };
      await using run = start(init, { options, command: main });
      await run.says(/main ready/);
      const stormy = storm(server, 1800);
      await poll("the storm", () => server.received.length > 5);
      await run.signal(15);
      await held(run, 1200);
      await stormy;
      same("ending", await run.finished(), { code: 3 });
      must(server.received.length > 100, `only ${server.received.length} connections were made`);
    },
  },
  {
    id: "drain.10",
    title: "10,000 connections are counted and waited for",
    async run(init) {
      const port = await freePort();
      const options = { drain: [String(port)], drainTimeout: "60s", ...loud };
      const command = [fixture("connections"), String(port), "10000"];
      await using run = start(init, { options, command });
      await run.says(/connections ready/);
      await run.signal(15);
      counted((await entryOf(run, "drainStarted")).count, 10_000);
      await held(run);
      await run.signal(10);
      await run.says(/closed/);
      same("ending", await run.finished(), { code: 143 });
    },
  },
];
