import fc from "fast-check";
import { expect, test } from "vitest";
import { VERSION } from "../../src/core/help.ts";
import { Hook, HookTime } from "../../src/core/hook.ts";
import {
  isSuccess,
  NO_STATUS_YET,
  NOT_HTTP,
  requestSize,
  StatusReader,
  writeRequest,
} from "../../src/core/http-message.ts";
import { bytesOf } from "./support/bytes.ts";

function requestOf(fields: Partial<Hook>): string {
  const hook = Object.assign(new Hook(HookTime.BeforeStop, ""), { method: "GET", host: "consul" }, fields);
  return bytesOf((out) => writeRequest(out, hook), requestSize(hook)).toString("latin1");
}

/** What a reader says to the first piece that it has something to say to. */
function statusOf(pieces: string[]): number {
  const reader = new StatusReader();
  for (const piece of pieces) {
    const status = reader.feed(Buffer.from(piece, "latin1"), piece.length);
    if (status !== NO_STATUS_YET) return status;
  }
  return NO_STATUS_YET;
}

test("a request has a line, and the headers that servers need", () => {
  expect(requestOf({ port: 8500, path: "/v1/agent/leave?a=b" })).toBe(
    `GET /v1/agent/leave?a=b HTTP/1.1\r\nHost: consul:8500\r\nUser-Agent: lissom/${VERSION}\r\nAccept: */*\r\nConnection: close\r\n\r\n`,
  );
});

test("the port is left out where it is 80, and an IPv6 address gets its brackets", () => {
  expect(requestOf({})).toContain("\r\nHost: consul\r\n");
  expect(requestOf({ host: "::1" })).toContain("\r\nHost: [::1]\r\n");
  expect(requestOf({ host: "::1", port: 65535 })).toContain("\r\nHost: [::1]:65535\r\n");
});

test("methods that stand for a body say that there is none", () => {
  const saying = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].filter((method) =>
    requestOf({ method }).includes("\r\nContent-Length: 0\r\n"),
  );
  expect(saying).toEqual(["POST", "PUT", "PATCH"]);
});

test("no request is cut off, however long its parts are", () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(300), fc.integer({ min: 1, max: 65535 }), (path, host, port) => {
      const text = requestOf({
        method: "PROPFINDPROPFIND",
        path: "/".repeat(path),
        host: ":".repeat(host),
        port,
      });
      expect(text.endsWith("\r\n\r\n")).toBe(true);
    }),
  );
});

test("every status is read, and only 200 to 399 is success", () => {
  for (let status = 101; status < 600; status++) {
    if (status > 101 && status < 200) continue;
    expect(statusOf([`HTTP/1.1 ${status} Some words\r\n`])).toBe(status);
    expect(isSuccess(status)).toBe(status >= 200 && status < 400);
  }
});

test("an answer may lack the words, end its line with LF alone, or be of HTTP/1.0", () => {
  for (const line of ["HTTP/1.1 204\r\n", "HTTP/1.1 204\n", "HTTP/1.0 204 \r\n"])
    expect(statusOf([line])).toBe(204);
});

test.each([
  "SSH-2.0-OpenSSH\r\n",
  "\r\n",
  "http/1.1 200 OK\r\n",
  "HTTP/2 200\r\n",
  "HTTP/1.x 200\r\n",
  "HTTP/1.1  200\r\n",
  "HTTP/1.1 20\r\n",
  "HTTP/1.1 2000 OK\r\n",
  "HTTP/1.1 099 OK\r\n",
  "HTTP/1.1 600 OK\r\n",
  "HTTP/1.1 200:OK\r\n",
  "HTTP/1.1 100 Continue\r\n\r\nhello",
])("%j is not HTTP", (answer) => {
  expect(statusOf([answer])).toBe(NOT_HTTP);
});

test("interim answers are passed over with their headers, in pieces of any size", () => {
  const interim = fc.constantFrom(
    "HTTP/1.1 100 Continue\r\n\r\n",
    "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nX: HTTP/1.1 500 no\r\n\r\n",
    "HTTP/1.1 102\n\n",
  );
  fc.assert(
    fc.property(fc.array(interim, { maxLength: 3 }), fc.array(fc.nat(40)), (before, sizes) => {
      const answer = `${before.join("")}HTTP/1.1 302 Found\r\n\r\n`;
      const pieces: string[] = [];
      let at = 0;
      for (const size of [...sizes, answer.length]) {
        pieces.push(answer.slice(at, at + size));
        at += size;
      }
      expect(statusOf(pieces)).toBe(302);
    }),
  );
});

test("the status is known as soon as its three digits have ended", () => {
  const answer = "HTTP/1.1 503 ";
  expect(statusOf([answer.slice(0, -1)])).toBe(NO_STATUS_YET);
  expect(statusOf([...answer])).toBe(503);
});

test("whatever comes is a status, no HTTP, or too little", () => {
  const part = fc.constantFrom("HTTP/1.1 ", "HTTP/1.", "1", "00", " ", "200", "\r\n", "\n", "x", "\0", "ÿ");
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const status = statusOf(parts);
      expect(
        status === NO_STATUS_YET || status === NOT_HTTP || status === 101 || (status >= 200 && status < 600),
      ).toBe(true);
    }),
    { numRuns: 5000 },
  );
});
