// A small HTTP application that stops gracefully: it takes no new connections, and finishes the requests it has.
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const server = createServer(async (_request, response) => {
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
