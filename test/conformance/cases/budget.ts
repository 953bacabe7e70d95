import type { Init } from "../../helpers/inits.ts";
import type { Options } from "../../helpers/options.ts";
import { childrenOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { listen } from "../../helpers/server.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import { counted } from "../drains.ts";
import {
  type Entry,
  entriesOf,
  entryOf,
  everyWay,
  hookOf,
  hookPid,
  notBefore,
  talkingHook,
} from "../hooks.ts";

const budgetMs = 2000;
const budget = "2s";
/**
 * What a busy machine may add, on which a process does not run when it could. The exact bound is the head's, and the
 * properties of its unit tests hold it to that; here it is what tells the budget from the waits of a minute.
 */
const slackMs = 1500;
const loud = { logLevel: "info" };

/** How far apart two entries of the log are, in milliseconds of the time of day. */
const between = (from: Entry, to: Entry) => to.time - from.time;

/** SIGKILL comes 500 ms before the end of the budget, or sooner by what the last hooks have; all is over within it. */
function keepsBudget(entries: Entry[], first: string, reservedMs = 0): void {
  const [from, kill, end] = [first, "killSent", "finished"].map((name) =>
    entries.find(({ event }) => event === name),
  );
  must(from !== undefined, `no entry ${first}`);
  must(kill !== undefined, "no SIGKILL was sent");
  must(end !== undefined, "it has no end");
  const killMs = budgetMs - 500 - reservedMs;
  // An entry's time is that of its writing, and the Node body loads its log for the first one.
  notBefore("SIGKILL", between(from, kill), killMs - 100);
  must(between(from, kill) < killMs + slackMs, `SIGKILL came after ${between(from, kill)} ms`);
  must(between(from, end) < budgetMs + slackMs, `it took ${between(from, end)} ms`);
}

interface Hanging {
  part: string;
  options: Options;
  /** Whether the stop signal was sent before SIGKILL. */
  isAsked: boolean;
}

const hanging: Hanging[] = [
  {
    part: "a --before-stop hook",
    options: { beforeStop: [talkingHook("hook")], hookTimeout: "60s" },
    isAsked: false,
  },
  { part: "the delay", options: { delay: "60s" }, isAsked: false },
  { part: "the grace", options: { grace: "60s" }, isAsked: true },
  { part: "a step", options: { grace: "200ms", steps: ["INT:60s"] }, isAsked: true },
];

/** Stops a command that ignores it, with a part of the stop that takes longer than the budget. */
async function stopWithin(init: Init, options: Options): Promise<{ entries: Entry[]; out: string }> {
  await using run = start(init, { options: { ...options, budget, ...loud }, command: talker("main") });
  await run.says(/main ready/);
  await run.signal(15);
  same("ending", await run.finished(), { code: 137 });
  return { entries: entriesOf(run), out: run.out };
}

/** The outer limit of a stop. */
export const budgetCases: Case[] = [
  ...hanging.map(
    ({ part, options, isAsked }, index): Case => ({
      id: `budget.${index + 1}`,
      title: `where ${part} takes longer than the budget, SIGKILL comes 500 ms before its end`,
      async run(init) {
        const { entries, out } = await stopWithin(init, options);
        keepsBudget(entries, "stopRequested");
        same("whether the stop signal was sent", /got 15/.test(out), isAsked);
      },
    }),
  ),
  {
    id: "budget.5",
    title:
      "where the drain takes longer than the budget, SIGKILL comes 500 ms before its end, and what is cut is told",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "60s" };
      const { entries, out } = await stopWithin(init, options);
      keepsBudget(entries, "stopRequested");
      must(!/got 15/.test(out), "the stop signal was sent");
      counted(entries.find(({ event }) => event === "connectionsCut")?.count, 1);
    },
  },
  {
    id: "budget.6",
    title: "--after-exit hooks have their time set aside: SIGKILL comes so much sooner",
    async run(init) {
      const options = { afterExit: [hookOf("echo", "after")], hookTimeout: "400ms", grace: "60s" };
      const { entries } = await stopWithin(init, options);
      keepsBudget(entries, "stopRequested", 400);
    },
  },
  {
    id: "budget.7",
    title: "an --after-exit hook that hangs has at most half of the budget, and all is over within it",
    async run(init) {
      const options = { afterExit: [talkingHook("hook")], hookTimeout: "60s", grace: "60s" };
      const { entries } = await stopWithin(init, options);
      keepsBudget(entries, "stopRequested", (budgetMs - 500) / 2);
      same("hooks given up", entries.filter(({ event }) => event === "hookTimedOut").length, 1);
    },
  },
  {
    id: "budget.8",
    title: "the budget is one for all parts: what one has used, the next does not get",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const beforeStop = [talkingHook("hook")];
      const parts = { beforeStop, hookTimeout: "300ms", delay: "300ms", drain: [String(server.port)] };
      const { entries, out } = await stopWithin(init, { ...parts, drainTimeout: "300ms", grace: "60s" });
      keepsBudget(entries, "stopRequested");
      must(/got 15/.test(out), "the stop signal was not sent");
      const { beforeStopMs, delayMs, drainMs, stoppingMs } = entries.at(-1) ?? {};
      for (const ms of [beforeStopMs, delayMs, drainMs]) notBefore("a part", Number(ms), 300);
      must(Number(stoppingMs) < 900, `the grace was ${stoppingMs} ms`);
    },
  },
  {
    id: "budget.9",
    title:
      "leftovers that ignore their stop are killed within the budget, which then counts from the command's end",
    async run(init) {
      const options = { budget, grace: "60s", ...loud };
      await everyWay(init, options, async (setup) => {
        const command = shell('(setsid "$@" &); read line; exit 5', ...talker("left"));
        await using run = start(init, { ...setup, stdin: "pipe", command });
        await run.pidOf("left");
        run.process.stdin?.end("\n");
        same("ending", await run.ended(), { code: 5 });
        if (setup.place === "child") same("left behind", childrenOf(await run.first()).length, 0);
        await entryOf(run, "finished");
        keepsBudget(entriesOf(run), "mainExited");
      });
    },
  },
  {
    id: "budget.10",
    title: "a --before-start hook that ignores a stop request is killed within the budget",
    async run(init) {
      const options = { beforeStart: [talkingHook("hook")], budget, grace: "60s", ...loud };
      await using run = start(init, { options, command: shell("echo started") });
      await hookPid(run, "hook");
      await run.signal(15);
      same("ending", await run.finished(), { code: 143 });
      keepsBudget(entriesOf(run), "stopBeforeStart");
      same("stdout", run.out, "");
    },
  },
  {
    id: "budget.11",
    title: "a budget that is long enough changes nothing",
    async run(init) {
      const options = { delay: "100ms", grace: "200ms", budget: "60s", ...loud };
      await everyWay(init, options, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 137 });
        const { delayMs, stoppingMs } = entriesOf(run).at(-1) ?? {};
        must(Number(delayMs) < 10_000 && Number(stoppingMs) < 10_000, "a part took long");
        same("warnings", entriesOf(run).filter(({ event }) => event === "budgetTooShort").length, 0);
      });
    },
  },
  {
    id: "budget.12",
    title: "a plan that does not fit into the budget is a warning at the start that shows the sum",
    run: (init) =>
      everyWay(init, tooLong, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "10=3") });
        const main = await run.pidOf("main");
        const { level, msg } = await entryOf(run, "budgetTooShort");
        same("level", level, 40);
        must(msg.endsWith(sum), `the sum is told as ${msg}`);
        process.kill(main, 10);
        same("ending", await run.finished(), { code: 3 });
        same("entries", entriesOf(run).length, 1);
      }),
  },
  {
    id: "budget.13",
    title: "a plan that just fits into the budget is no warning",
    async run(init) {
      const options = { ...tooLong, budget: "33s500ms" };
      await using run = start(init, { options, command: shell("exit 3") });
      same("ending", await run.finished(), { code: 3 });
      must(!run.err.includes("budgetTooShort"), run.err);
    },
  },
];

const tooLong: Options = {
  beforeStop: ["true", "true"],
  hookTimeout: "3s",
  delay: "5s",
  drain: ["1"],
  grace: "4s",
  steps: ["INT:6s", "QUIT"],
  afterExit: ["true"],
  budget: "30s",
};
const sum =
  "2 before-stop hooks 6s + delay 5s + drain 4s + grace 4s + then 11s + 1 after-exit hook 3s + 500ms = 33s500ms, " +
  "the budget is 30s";
