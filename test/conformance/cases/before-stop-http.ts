import type { Socket } from "node:net";
import { poll } from "../../helpers/poll.ts";
import { type Run, start } from "../../helpers/run.ts";
import { freePort, listen } from "../../helpers/server.ts";
import { type Case, must, same, talker } from "../case.ts";
import { eventsOf, everyWay, hookOf, hookOutput, notBefore, soonerThan, timed } from "../hooks.ts";
import { answering, failed, statusServer, stopWith } from "../requests.ts";

const succeeding = ["200 OK", "204 No Content", "302 Found", "399 Any"];
const failing = ["400 Bad Request", "404 Not Found", "500 Internal Server Error", "503 Unavailable"];

/** HTTP requests before the stop signal. */
export const beforeStopHttpCases: Case[] = [
  {
    id: "before-stop-http.1",
    title: "--before-stop-http sends a GET with path and query before the stop signal",
    async run(init) {
      await using server = await statusServer("200 OK");
      const url = `http://127.0.0.1:${server.port}/quiesce?now=1&b=%20`;
      await everyWay(init, { beforeStopHttp: [url], logLevel: "warn" }, async (setup) => {
        server.received.length = 0;
        await using run = start(init, { ...setup, command: talker("main", "15=3") });
        await run.says(/main ready/);
        same("requests before the stop", server.received.length, 0);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("stderr", run.err, "");
        same("requests", server.received.length, 1);
        const [line = "", ...headers] = (server.received[0] ?? "").split("\r\n");
        same("request line", line, "GET /quiesce?now=1&b=%20 HTTP/1.1");
        const host = headers.filter((header) => /^host:/i.test(header));
        same("host", host, [`Host: 127.0.0.1:${server.port}`]);
        must(
          !headers.some((header) => /^(content-length|transfer-encoding):/i.test(header)),
          "it has a body",
        );
      });
    },
  },
  {
    id: "before-stop-http.2",
    title: "a method before the URL is used; POST and PUT say that there is no body",
    async run(init) {
      await using server = await statusServer("200 OK");
      const at = `http://127.0.0.1:${server.port}`;
      await stopWith(init, [`POST ${at}/leave`, `PUT ${at}`, `DELETE ${at}/x`]);
      const lines = server.received.map((text) => text.split("\r\n")[0]);
      same("requests", lines, ["POST /leave HTTP/1.1", "PUT / HTTP/1.1", "DELETE /x HTTP/1.1"]);
      for (const text of server.received.slice(0, 2)) must(/^content-length: 0$/im.test(text), text);
    },
  },
  {
    id: "before-stop-http.3",
    title: "an answer from 200 to 399 is a success, and no redirection is followed",
    async run(init) {
      for (const line of succeeding) {
        await using server = await answering(`HTTP/1.1 ${line}\r\nLocation: /other\r\n\r\n`);
        const run = await stopWith(init, [`http://127.0.0.1:${server.port}/`]);
        same(`stderr with ${line}`, run.err, "");
        same("requests", server.received.length, 1);
      }
    },
  },
  {
    id: "before-stop-http.4",
    title: "an answer of 400 and more is a warning with its status, and the stop goes on",
    async run(init) {
      for (const line of failing) {
        await using server = await statusServer(line);
        const url = `http://127.0.0.1:${server.port}/leave`;
        failed(await stopWith(init, [url]), url, new RegExp(`\\b${line.slice(0, 3)}\\b`));
      }
    },
  },
  {
    id: "before-stop-http.5",
    title: "a server that never answers is given up after --hook-timeout, with a warning",
    async run(init) {
      await using server = await listen();
      const options = { hookTimeout: "300ms" };
      let run: Run | undefined;
      const took = await timed(async () => {
        run = await stopWith(init, [`http://127.0.0.1:${server.port}/`], { options });
      });
      notBefore("the stop", took, 300);
      same("warnings", run && eventsOf(run, "hookTimedOut").map(({ waitMs }) => waitMs), [300]);
      await poll("the connection to be given up", () => server.sockets.size === 0);
    },
  },
  {
    id: "before-stop-http.6",
    title: "a refused connection is a warning that says so, and does not wait for the time limit",
    async run(init) {
      const url = `http://127.0.0.1:${await freePort()}/`;
      const took = await timed(async () =>
        failed(await stopWith(init, [url], { options: { hookTimeout: "60s" } }), url, /refused/i),
      );
      soonerThan("the stop", took, 30_000);
    },
  },
  {
    id: "before-stop-http.11",
    title: "an answer that is no HTTP, and a connection that is closed without one, are warnings",
    async run(init) {
      for (const [answer, cause] of [
        ["SSH-2.0-OpenSSH\r\n", /not HTTP/i],
        ["", /no answer|without an answer/i],
      ] as const) {
        await using server = await answering(answer);
        const url = `http://127.0.0.1:${server.port}/`;
        failed(await stopWith(init, [url]), url, cause);
      }
    },
  },
  {
    id: "before-stop-http.12",
    title: "interim answers such as 100 and 103 are passed over",
    async run(init) {
      const interim = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
      await using good = await answering(`${interim}HTTP/1.1 200 OK\r\n\r\n`);
      same("stderr", (await stopWith(init, [`http://127.0.0.1:${good.port}/`])).err, "");
      await using bad = await answering(`${interim}HTTP/1.1 500 No\r\n\r\n`);
      const url = `http://127.0.0.1:${bad.port}/`;
      failed(await stopWith(init, [url]), url, /\b500\b/);
    },
  },
  {
    id: "before-stop-http.13",
    title: "the status line is enough: what follows without an end is not waited for",
    async run(init) {
      await using server = await listen({ answer: (socket) => void socket.write("HTTP/1.1 200 OK\r\n") });
      const options = { hookTimeout: "60s" };
      const took = await timed(async () => {
        same("stderr", (await stopWith(init, [`http://127.0.0.1:${server.port}/`], { options })).err, "");
      });
      soonerThan("the stop", took, 30_000);
    },
  },
  {
    id: "before-stop-http.14",
    title: "an answer that comes byte by byte is understood",
    async run(init) {
      await using server = await listen({
        answer(socket, received) {
          if (received.endsWith("\r\n\r\n")) dribble(socket, [..."HTTP/1.1 404 Not Found\r\n\r\n"]);
        },
      });
      const url = `http://127.0.0.1:${server.port}/`;
      failed(await stopWith(init, [url]), url, /\b404\b/);
    },
  },
  {
    id: "before-stop-http.15",
    title: "commands and requests before the stop run in the order in which they are written",
    async run(init) {
      await using server = await statusServer("404 Not Found");
      const at = `http://127.0.0.1:${server.port}`;
      init.flags({ beforeStopHttp: [at] }, "pid1");
      const word = (text: string) => ["--before-stop", hookOf("echo", text)];
      const ask = (path: string) => ["--before-stop-http", `${at}/${path}`];
      const flags = [...ask("first"), ...word("second"), ...ask("third"), ...word("fourth")];
      const run = await stopWith(init, [`${at}/zeroth`], { flags });
      const order = [...run.err.matchAll(/zeroth|first|second|third|fourth/g)].map(([text]) => text);
      same(
        "order",
        order.filter((text, index) => text !== order[index - 1]),
        orderWritten,
      );
      same("output", hookOutput(run), "second\nfourth\n");
    },
  },
];

const orderWritten = ["zeroth", "first", "second", "third", "fourth"];

function dribble(socket: Socket, bytes: string[]): void {
  const [byte, ...rest] = bytes;
  if (byte === undefined) socket.end();
  else socket.write(byte, () => setTimeout(() => dribble(socket, rest), 5));
}
