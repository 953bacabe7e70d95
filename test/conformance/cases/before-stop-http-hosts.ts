import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { serveNames, serveSilence } from "../../helpers/nameserver.ts";
import { type Case, must, same, shell } from "../case.ts";
import { eventsOf } from "../hooks.ts";
import { failed, statusServer, stopWith } from "../requests.ts";

/** Words in front of an init that give it files of its own in place of those of /etc. */
function withEtc(folder: string, files: Record<string, string>): string[] {
  const mounts = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return `mount --bind ${join(folder, name)} /etc/${name} && `;
  });
  return shell(`${mounts.join("")}exec "$@"`);
}

const whyNoNames = () => (process.geteuid?.() === 0 ? undefined : "only root may serve names on port 53");

/** Where HTTP requests before the stop signal go. */
export const beforeStopHttpHostCases: Case[] = [
  {
    id: "before-stop-http.7",
    title: "a request to an IPv6 address in brackets works",
    async run(init) {
      await using server = await statusServer("200 OK", "::1");
      const run = await stopWith(init, [`http://[::1]:${server.port}/six`]);
      same("stderr", run.err, "");
      must(/^GET \/six .*\r\nHost: \[::1\]:\d+\r\n/i.test(server.received[0] ?? ""), `${server.received}`);
    },
  },
  {
    id: "before-stop-http.8",
    title: "localhost works by name, also where the server listens on IPv6 only",
    async run(init) {
      for (const host of ["127.0.0.1", "::1"]) {
        await using server = await statusServer("200 OK", host);
        const run = await stopWith(init, [`http://localhost:${server.port}/`]);
        same(`stderr with ${host}`, run.err, "");
        same("requests", server.received.length, 1);
      }
    },
  },
  {
    id: "before-stop-http.9",
    title: "a name of /etc/hosts works",
    run: (init) =>
      withFolder(async (folder) => {
        await using server = await statusServer("200 OK");
        const hosts = `127.0.0.1 localhost ${hostname()}\n127.0.0.1 first.test registry.test # registry\n`;
        const run = await stopWith(init, [`http://registry.test:${server.port}/`], {
          before: withEtc(folder, { hosts }),
        });
        same("stderr", run.err, "");
        must(/^host: registry\.test:\d+\r$/im.test(server.received[0] ?? ""), `${server.received}`);
      }),
  },
  {
    id: "before-stop-http.10",
    title: "a name that does not exist is a warning that names it, and the stop goes on",
    run: (init) =>
      withFolder(async (folder) => {
        const url = "http://no-such-name.invalid:81/";
        const before = withEtc(folder, { "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1\n" });
        failed(await stopWith(init, [url], { before, options: { hookTimeout: "30s" } }), url, /resolve/i);
      }),
  },
  {
    id: "before-stop-http.16",
    title:
      "names that only a nameserver knows work, with an address of IPv4 or IPv6, and in a domain to search in",
    unless: whyNoNames,
    run: (init) =>
      withFolder(async (folder) => {
        const records = { "four.inside.test": { A: "127.0.0.1" }, "six.inside.test": { AAAA: "::1" } };
        await using names = await serveNames(records);
        const hosts = "127.0.0.1 localhost\n";
        const before = withEtc(folder, {
          hosts,
          "resolv.conf": `nameserver ${names.address}\nsearch inside.test\n`,
        });
        for (const [name, host] of [
          ["four.inside.test", "127.0.0.1"],
          ["six.inside.test", "::1"],
          ["four", "127.0.0.1"],
        ] as const) {
          await using server = await statusServer("200 OK", host);
          const run = await stopWith(init, [`http://${name}:${server.port}/`], { before });
          same(`stderr with ${name}`, run.err, "");
          same("requests", server.received.length, 1);
        }
        const url = "http://none.inside.test:81/";
        failed(await stopWith(init, [url], { before }), url, /resolve none\.inside\.test/);
      }),
  },
  {
    id: "before-stop-http.17",
    title: "a nameserver that stays silent does not hold the end up",
    unless: whyNoNames,
    run: (init) =>
      withFolder(async (folder) => {
        await using names = await serveSilence();
        // The C library would wait for twice half a minute.
        const resolver = `nameserver ${names.address}\noptions timeout:30 attempts:2\n`;
        const before = withEtc(folder, { "resolv.conf": resolver });
        const url = "http://consul.example:8500/leave";
        const run = await stopWith(init, [url], { before, options: { hookTimeout: "1s", budget: "10s" } });
        const warnings = eventsOf(run, "hookTimedOut").map(({ msg }) => msg.includes(url));
        same(`warnings (${run.err})`, warnings, [true]);
      }),
  },
];
