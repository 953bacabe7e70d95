import { get } from "node:http";

/** Asks the server behind a Unix socket and returns its whole answer; fails when the connection is cut. */
export function request(socketPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = get({ socketPath, path: "/", agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (text: string) => {
        body += text;
      });
      response.on("end", () => resolve(body)).on("error", reject);
    });
    sent.on("error", reject);
  });
}
