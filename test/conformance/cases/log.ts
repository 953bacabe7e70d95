import { readFileSync } from "node:fs";
import { fixture } from "../../helpers/fixtures.ts";
import type { Init } from "../../helpers/inits.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, scene, shell, talker } from "../case.ts";
import { withFullPipe } from "./full-pipe.ts";
import { hasty } from "./patient.ts";

const fields = ["level", "time", "pid", "hostname", "event", "msg"];

/** For our own bodies: all there is to say. */
const loud = (init: Init) => (init.body === undefined ? {} : { logLevel: "trace" });

const flagsOf = (fd: number) => readFileSync(`/proc/self/fdinfo/${fd}`, "utf8").match(/flags:\s*(\d+)/)?.[1];

/** The init's own log on stderr. */
export const logCases: Case[] = [
  {
    id: "log.1",
    title: "nothing is logged where nothing is worth a warning",
    async run(init) {
      const places = init.body === "arm64" ? (["pid1"] as const) : (["pid1", "child"] as const);
      for (const place of places) {
        await using run = start(init, { place, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        await run.finished();
        same("stderr", run.err, "");
      }
    },
  },
  {
    id: "log.2",
    title:
      "where stderr is no terminal, every line is a JSON object with pino's fields, an event and a message",
    async run(init) {
      await using run = start(init, { options: { logLevel: "trace" }, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      const entries = run.err
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      for (const entry of entries) {
        for (const name of fields) must(name in entry, `no ${name} in ${JSON.stringify(entry)}`);
        const age = Date.now() - Number(entry.time);
        must(age >= -1000 && age < 60_000, `the time is ${entry.time}`);
      }
      must(
        entries.some(({ event }) => event === "mainExited"),
        "no mainExited among the events",
      );
    },
  },
  {
    id: "log.3",
    title: "where stderr is a terminal, the lines are plain",
    async run(init) {
      const around = [fixture("pty")];
      const options = { logLevel: "debug" };
      await using run = start(init, {
        around,
        before: scene("terminal"),
        options,
        stdin: "pipe",
        command: shell("exit 4"),
      });
      same("ending", await run.ended(), { code: 4 });
      await run.says(/^lissom: \w+: /m);
    },
  },
  {
    id: "log.4",
    title: "--log-level silent says nothing even of a command that cannot be found",
    async run(init) {
      await using run = start(init, { options: { logLevel: "silent" }, command: ["/no/such/file"] });
      same("ending", await run.finished(), { code: 127 });
      same("stderr", run.err, "");
    },
  },
  {
    id: "log.5",
    title: "a full stderr that nobody reads holds up neither signals nor the stop",
    run: (init) =>
      withFullPipe(async (stderr) => {
        await using run = start(init, { options: loud(init), stderr, command: talker("main", "15=3") });
        await run.says(/main ready/);
        for (const signo of [10, 12, 1]) {
          await run.signal(signo);
          await run.says(new RegExp(`main got ${signo}\n`), 4000);
        }
        await run.signal(15);
        same("ending", await run.ended(), { code: 3 });
      }),
  },
  {
    id: "log.6",
    title: "a full stderr does not keep an error from ending the init",
    run: (init) =>
      withFullPipe(async (stderr) => {
        await using run = start(init, { stderr, command: ["/no/such/file"] });
        same("ending", await run.ended(), { code: 127 });
      }),
  },
  {
    id: "log.7",
    title: "stderr is never switched to non-blocking, neither while the init runs nor after it",
    run: (init) =>
      withFullPipe(async (stderr) => {
        const before = flagsOf(stderr);
        await using run = start(init, { options: loud(init), stderr, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(10);
        await run.says(/main got 10/);
        same("flags while it runs", flagsOf(stderr), before);
        await run.signal(15);
        await run.ended();
        same("flags after it", flagsOf(stderr), before);
      }),
  },
  {
    id: "log.8",
    title: "a stderr whose reader is gone ends nothing",
    async run(init) {
      const before = shell('{ "$@"; echo code$?; } 2>&1 >&4 | true');
      const around = shell('exec "$@" 4>&1');
      const options = { ...loud(init), ...hasty(init) };
      await using run = start(init, {
        around,
        before,
        place: "child",
        options,
        command: shell("sleep 0.3; exit 6"),
      });
      await run.says(/code6/);
    },
  },
];
