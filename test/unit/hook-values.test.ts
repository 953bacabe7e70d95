import fc from "fast-check";
import { expect, test } from "vitest";
import type { Hook } from "../../src/core/hook.ts";
import { HookTime } from "../../src/core/hook.ts";
import { errorOf, settingsOf } from "./support/parse.ts";

const hint = "write [METHOD] http://HOST[:PORT][/PATH][?QUERY]";

function request(value: string): Hook {
  const hook = settingsOf(["--before-stop-http", value]).hooks[0];
  if (hook === undefined) throw new Error("no hook");
  return hook;
}

const parts = ({ method, host, port, path }: Hook) => [method, host, port, path];
const wrongWith = (value: string) => errorOf(["--before-stop-http", value]);

test("each option adds hooks of its time with their words and their text", () => {
  const { hooks } = settingsOf(["--before-start=a 'b c'", "--before-stop", '["d","e"]', "--after-exit=f"]);
  expect(hooks.map(({ time, text, words }) => [time, text, words])).toEqual([
    [HookTime.BeforeStart, "a 'b c'", ["a", "b c"]],
    [HookTime.BeforeStop, '["d","e"]', ["d", "e"]],
    [HookTime.AfterExit, "f", ["f"]],
  ]);
  expect(hooks.map((hook) => hook.isRequest())).toEqual([false, false, false]);
});

test("a request runs before the stop and keeps its text", () => {
  const hook = request("POST http://a/b");
  expect([hook.time, hook.text, hook.words, hook.isRequest()]).toEqual([
    HookTime.BeforeStop,
    "POST http://a/b",
    [],
    true,
  ]);
});

test.each<[string, [string, string, number, string]]>([
  ["http://host", ["GET", "host", 80, "/"]],
  ["http://host/", ["GET", "host", 80, "/"]],
  ["HTTP://Host", ["GET", "Host", 80, "/"]],
  ["http://127.0.0.1:8080/a/b?c=d&e", ["GET", "127.0.0.1", 8080, "/a/b?c=d&e"]],
  ["http://host?a=/b", ["GET", "host", 80, "/?a=/b"]],
  ["http://host:1/?a:b@c", ["GET", "host", 1, "/?a:b@c"]],
  ["http://host:65535//x", ["GET", "host", 65535, "//x"]],
  ["http://a-b_c.d9/%20%C3%A9", ["GET", "a-b_c.d9", 80, "/%20%C3%A9"]],
  ["http://[::1]", ["GET", "::1", 80, "/"]],
  ["http://[fe80::A]:90/x", ["GET", "fe80::A", 90, "/x"]],
  ["http://[::ffff:10.0.0.1]?", ["GET", "::ffff:10.0.0.1", 80, "/?"]],
  ["POST http://host", ["POST", "host", 80, "/"]],
  ["  PUT \t http://host/x  ", ["PUT", "host", 80, "/x"]],
  [`${"A".repeat(16)} http://host`, ["A".repeat(16), "host", 80, "/"]],
  [`http://${"h".repeat(253)}`, ["GET", "h".repeat(253), 80, "/"]],
])("the request %j is understood", (value, expected) => {
  expect(parts(request(value))).toEqual(expected);
});

test.each([
  ...["", " ", "host", "//host", "http:", "http:/host", "http://", "http:///x", "http://:80", "ftp://host"],
  ...[
    "http://host:",
    "http://host:0",
    "http://host:65536",
    "http://host:-1",
    "http://host:80x",
    "http://a:b:80",
  ],
  ...["http://user@host", "http://user:secret@host", "http://host/#top", "http://host#top", "http://host\\x"],
  ...[
    "http://[::1",
    "http://[]",
    "http://[127.0.0.1]",
    "http://[::1]x",
    "http://[::1]:",
    "http://[fe80::1%eth0]",
  ],
  ...[
    "http://[1::2::3]",
    "http://::1/",
    "http://host/a b",
    "http://höst",
    "http://host/é",
    "http://host/\x7f",
  ],
  ...[
    "post http://host",
    "P0ST http://host",
    `${"A".repeat(17)} http://host`,
    "GET",
    "GET host",
    "GET POST http://x",
  ],
  `http://${"h".repeat(254)}`,
])("the request %j is refused with one line that shows what is accepted", (value) => {
  const shown = value.length > 80 ? `${value.slice(0, 80)}...` : value.replace("\x7f", "?");
  expect(wrongWith(value)).toBe(`bad value: --before-stop-http "${shown}": ${hint}`);
});

test("https is refused with what to use instead, with and without a method", () => {
  for (const value of ["https://host", "HTTPS://host/x", "PUT https://host:1/"])
    expect(wrongWith(value)).toMatch(/: http only: for https use --before-stop with curl$/);
});

test("whatever is accepted has a method, a host, a port and a path that can stand in a request", () => {
  const piece = fc.constantFrom(..."GET |http://|a|[::1]|[|]|:|80|/|?|#|@|%41|é|\n|\0| |.|x".split("|"));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 8 }),
      fc.constantFrom("", "http://", "PUT http://"),
      (rest, start) => {
        const value = start + rest.join("");
        if (wrongWith(value) !== "") return;
        const { method, host, port, path } = request(value);
        expect(method).toMatch(/^[A-Z]{1,16}$/);
        expect(host).toMatch(/^[\w.:-]+$/);
        expect(path).toMatch(/^\/[\x21-\x22\x24-\x7e]*$/);
        expect(port >= 1 && port <= 65535).toBe(true);
        const url = new URL(`http://${host.includes(":") ? `[${host}]` : "h"}:${port}${path}`);
        expect(url.hash).toBe("");
      },
    ),
    { numRuns: 2000 },
  );
});
