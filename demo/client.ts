import { request } from "node:http";
import type { Life } from "./life.ts";

/** Asks the application behind a Unix socket for /, and notes what the client sees. Never rejected. */
export function get(life: Life, socketPath: string): Promise<void> {
  life.note("client", "GET /");
  return new Promise((resolve) => {
    const end = (text: string) => {
      life.note("client", text);
      resolve();
    };
    const asked = request({ socketPath, path: "/", agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => end(`answer ${response.statusCode}: ${body.trim()}`));
      response.on("error", ({ message }) => end(`no answer: ${message}`));
    });
    asked.on("error", ({ message }) => end(`no answer: ${message}`));
    asked.end();
  });
}
