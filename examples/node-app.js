// A small HTTP application that stops gracefully: it takes no new connections, and finishes the requests it has.
// POST /stopping tells it beforehand: GET /ready fails from then on, and no connection is kept for another request.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

let isLeaving = false;

const server = createServer(async ({ method, url, socket }, response) => {
  // Not for anybody on the network.
  const isOrder = url === "/stopping" && method === "POST" && socket.remoteAddress?.endsWith("127.0.0.1");
  if (isOrder) isLeaving = true;
  if (isLeaving) response.setHeader("Connection", "close");
  if (isOrder) return response.end();
  if (url === "/ready") return response.writeHead(isLeaving ? 503 : 200).end();
  console.log("request started");
  await pause(1_000);
  response.end("finished\n");
});

process.on("SIGTERM", () => {
  console.log("stopping");
  server.close(() => console.log("stopped"));
});

// A number is a TCP port, a path a Unix socket.
server.listen(process.env.PORT ?? 3000, () => console.log("ready"));
