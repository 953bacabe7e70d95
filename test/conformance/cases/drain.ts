import { start } from "../../helpers/run.ts";
import { listen } from "../../helpers/server.ts";
import { type Case, must, same, scene, shell, talker } from "../case.ts";
import { counted, held, loud, main, stopAndCount } from "../drains.ts";
import { entryOf, eventsOf, everyWay, finishedEntry, notBefore, soonerThan, timed } from "../hooks.ts";

/** The wait for connections to end. */
export const drainCases: Case[] = [
  {
    id: "drain.1",
    title:
      "with --drain the stop signal is sent when the last connection to the port has ended, and not before",
    async run(init) {
      await using server = await listen();
      const options = { drain: [String(server.port)], drainTimeout: "60s", ...loud };
      await everyWay(init, options, async (setup) => {
        const first = await server.connection();
        const second = await server.connection();
        await using run = start(init, { ...setup, command: main });
        await stopAndCount(run, 2);
        first.destroy();
        await held(run);
        second.destroy();
        same("ending", await run.finished(), { code: 3 });
        same("entries", [eventsOf(run, "drained").length, eventsOf(run, "connectionsCut").length], [1, 0]);
      });
    },
  },
  {
    id: "drain.7",
    title:
      "connections that are still open when --drain-timeout is over are counted as cut, and the stop goes on",
    async run(init) {
      await using server = await listen();
      for (let count = 0; count < 3; count++) await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "2500ms", ...loud };
      await everyWay(init, options, async (setup) => {
        await using run = start(init, { ...setup, command: main });
        await run.says(/main ready/);
        const took = await timed(async () => {
          await run.signal(15);
          same("ending", await run.finished(), { code: 3 });
        });
        notBefore("the stop", took, 2500);
        const cut = eventsOf(run, "connectionsCut");
        same(
          "levels",
          cut.map(({ level }) => level),
          [40],
        );
        const { connectionsCut, drainMs } = finishedEntry(run);
        for (const count of [cut[0]?.count, connectionsCut]) counted(count, 3);
        notBefore("the drain", Number(drainMs), 2500);
      });
    },
  },
  {
    id: "drain.8",
    title:
      "without --drain-timeout the drain takes as long as the grace at most, and the grace comes behind it",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], grace: "400ms", ...loud };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        same("ending", await run.finished(), { code: 137 });
      });
      notBefore("the stop", took, 800);
      const { drainMs, stoppingMs } = finishedEntry(run);
      for (const ms of [drainMs, stoppingMs]) notBefore("a part", Number(ms), 400);
    },
  },
  {
    id: "drain.11",
    title: "several ports, separated by commas and by repetition, are all waited for",
    async run(init) {
      await using one = await listen();
      await using two = await listen();
      await using three = await listen();
      const servers = [one, two, three];
      const drain = [`${one.port},${two.port}`, String(three.port)];
      const options = { drain, drainTimeout: "60s", ...loud };
      await everyWay(init, options, async (setup) => {
        for (const server of servers) await server.connection();
        await using run = start(init, { ...setup, command: main });
        await stopAndCount(run, 3);
        for (const server of servers) {
          await held(run, 250);
          server.cut();
        }
        same("ending", await run.finished(), { code: 3 });
      });
    },
  },
  {
    id: "drain.12",
    title: "without /proc/net the init says so once, and the stop goes on",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "60s", ...loud };
      await using run = start(init, { before: scene("noproc"), options, command: main });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
      });
      soonerThan("the stop", took, 30_000);
      same(
        "warnings",
        eventsOf(run, "noConnectionTable").map(({ level }) => level),
        [40],
      );
    },
  },
  {
    id: "drain.13",
    title: "a command that ends by itself during the drain ends it, and what outlives it is stopped well",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "60s", grace: "8s", ...loud };
      const command = shell('(setsid "$@" &); read line; exit 7', ...talker("left", "15=0@100"));
      await using run = start(init, { options, stdin: "pipe", command });
      await run.says(/left ready/);
      await run.signal(15);
      await entryOf(run, "drainStarted");
      must(!/left got/.test(run.out), "it got a signal in the drain");
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 7 });
      must(/left got 15\n[\s\S]*left exits 0/.test(run.out), "it was not stopped well");
      same("connections cut", eventsOf(run, "connectionsCut").length, 0);
    },
  },
  {
    id: "drain.14",
    title: "other signals in the drain reach the command at once",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "60s", ...loud };
      await using run = start(init, { options, command: main });
      await stopAndCount(run, 1);
      for (const signo of [1, 10]) {
        await run.signal(signo);
        await run.says(new RegExp(`main got ${signo}\n`));
      }
      await held(run, 200);
      server.cut();
      same("ending", await run.finished(), { code: 3 });
    },
  },
  {
    id: "drain.15",
    title: "a drain whose time is over before anything could be counted goes on, and makes no number up",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "1ms", ...loud };
      await using run = start(init, { options, command: main });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      const [cut] = eventsOf(run, "connectionsCut");
      must(cut?.count === undefined || Number(cut.count) >= 1, `cut is ${JSON.stringify(cut)}`);
    },
  },
];
