import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer as createPlainServer, type Server } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { Hook, HookTime } from "../../src/core/hook.ts";
import { request } from "../../src/node/request.ts";
import { skipFor } from "../helpers/gap.ts";

const unaborted = new AbortController().signal;

async function listen(server: Server, host = "127.0.0.1"): Promise<number> {
  onTestFinished(() => void server.close());
  server.listen(0, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A server that says something else than HTTP, and what it says. */
const speak = (words: string) =>
  listen(createPlainServer((socket) => socket.on("error", () => socket.destroy()).end(words)));

/** A port where nobody listens: it was one a moment ago. */
async function freePort(): Promise<number> {
  const server = createPlainServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function ask(fields: Partial<Hook>, abort = unaborted): Promise<string | undefined> {
  const hook = Object.assign(new Hook(HookTime.BeforeStop, ""), { method: "GET", host: "127.0.0.1" }, fields);
  return request(hook, abort);
}

test("an answer from 200 to 399 is success, any other names its status", async () => {
  const port = await listen(
    createServer((asked, answer) => answer.writeHead(Number(asked.url?.slice(1))).end()),
  );
  for (const status of [200, 204, 302, 399]) expect(await ask({ port, path: `/${status}` })).toBe("");
  for (const status of [400, 404, 503])
    expect(await ask({ port, path: `/${status}` })).toBe(`status ${status}`);
});

test("the server gets the method, the path and the headers of the head", async () => {
  const seen: IncomingMessage[] = [];
  const port = await listen(createServer((asked, answer) => answer.end(`${seen.push(asked)}`)));
  expect(await ask({ port, method: "PUT", path: "/v1/leave?a=b" })).toBe("");
  expect([seen[0]?.method, seen[0]?.url]).toEqual(["PUT", "/v1/leave?a=b"]);
  expect(seen[0]?.headers).toMatchObject({
    host: `127.0.0.1:${port}`,
    connection: "close",
    "content-length": "0",
  });
});

test("localhost is reached over IPv4 and over IPv6", async (context) => {
  const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === "::1"),
  );
  skipFor(hasIpv6 ? undefined : "this machine has no IPv6", context);
  for (const host of ["127.0.0.1", "::1"]) {
    const port = await listen(
      createServer((_, answer) => answer.end()),
      host,
    );
    expect([await ask({ port, host }), await ask({ port, host: "localhost" })]).toEqual(["", ""]);
  }
});

test("what cannot be asked, or does not answer in HTTP, is named", async () => {
  expect(await ask({ port: await freePort() })).toBe("connection refused (errno 111)");
  expect(await ask({ port: await freePort(), host: "localhost" })).toBe("connection refused (errno 111)");
  expect(await ask({ port: await speak("SSH-2.0-x\r\n") })).toBe("the answer is not HTTP");
  expect(await ask({ port: await speak("") })).toBe("no answer");
});

test("a request that is aborted ends at once and has no cause", async () => {
  const abort = new AbortController();
  const server = createServer(() => abort.abort());
  const port = await listen(server);
  expect(await ask({ port }, abort.signal)).toBeUndefined();
  expect(await ask({ port }, abort.signal)).toBeUndefined();
});
