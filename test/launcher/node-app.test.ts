import { spawn } from "node:child_process";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { repositoryRoot } from "../helpers/root.ts";

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** Starts the application of the examples; resolves when it listens. */
async function startApp(port: number): Promise<void> {
  const app = spawn(process.execPath, [join(repositoryRoot, "examples/node-app.js")], {
    env: { ...process.env, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void app.kill("SIGKILL"));
  await once(app.stdout, "data");
}

/** Asks for something, from another address of this machine where one is given. */
async function ask(port: number, method: string, path: string, localAddress = "127.0.0.1") {
  const headers = { Connection: "keep-alive" };
  const options = { host: "127.0.0.1", port, path, method, headers, localAddress, agent: false };
  const sent = request(options);
  sent.end();
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response), connection: response.headers.connection };
}

test("the application of the examples is ready until it is told from its own host that it is to stop, and serves on", async () => {
  const port = await freePort();
  await startApp(port);
  expect(await ask(port, "GET", "/ready")).toMatchObject({ status: 200, connection: "keep-alive" });
  await ask(port, "POST", "/stopping", "127.0.0.2");
  await ask(port, "GET", "/stopping");
  expect(await ask(port, "GET", "/ready")).toMatchObject({ status: 200 });
  expect(await ask(port, "POST", "/stopping")).toMatchObject({ status: 200 });
  expect(await ask(port, "GET", "/ready")).toMatchObject({ status: 503, connection: "close" });
  expect(await ask(port, "GET", "/")).toMatchObject({ status: 200, body: "finished\n", connection: "close" });
});
