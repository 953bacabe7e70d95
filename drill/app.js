// A small HTTP application: `node app.js PORT finish|die`. /slow answers after two seconds, /stream for two seconds,
// anything else at once; /health answers 503 as long as the file UNHEALTHY_FILE exists.
import { existsSync } from "node:fs";
import { createServer } from "node:http";

const [port, onStop] = process.argv.slice(2);
const unhealthyFile = process.env["UNHEALTHY_FILE"] ?? "";

/** @type {Record<string, (response: import("node:http").ServerResponse) => void>} */
const routes = {
  "/health": (response) => response.writeHead(existsSync(unhealthyFile) ? 503 : 200).end(),
  "/slow": (response) => setTimeout(() => response.end("done\n"), 2000),
  "/stream": (response) => {
    for (let part = 0; part < 4; part++) setTimeout(() => response.write(`part ${part}\n`), part * 500);
    setTimeout(() => response.end("done\n"), 2000);
  },
};

const server = createServer((request, response) => {
  request.resume();
  const route = routes[request.url ?? ""];
  if (route === undefined) response.end("done\n");
  else route(response);
});
// Without a listener the signal ends the process at once.
if (onStop === "finish") process.on("SIGTERM", () => server.close(() => process.exit(0)));
server.listen(Number(port), "127.0.0.1");
