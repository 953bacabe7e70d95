import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../helpers/fixtures.ts";
import { withFolder } from "../../helpers/folder.ts";
import type { Options } from "../../helpers/options.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { stateOf } from "../../helpers/proc.ts";
import { type Run, start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import {
  entryOf,
  eventsOf,
  everyWay,
  hook,
  hookOf,
  hookOutput,
  hookPid,
  notBefore,
  soonerThan,
  talkingHook,
  timed,
} from "../hooks.ts";
import { withFullPipe } from "./full-pipe.ts";

/** The times of hooks that have a limit, each with how its options say it. */
const limited: { time: string; options: (hook: string) => Options }[] = [
  { time: "--before-stop", options: (one) => ({ beforeStop: [one, "echo next"], hookTimeout: "1s" }) },
  { time: "--after-exit", options: (one) => ({ afterExit: [one, "echo next"], hookTimeout: "1s" }) },
];

/** Starts a command that exits with 3 on TERM, sends that, and does `during`; the hook behind the hostile one must run. */
async function stopWith(run: Run, during: () => Promise<unknown> = async () => undefined): Promise<void> {
  await run.says(/main ready/);
  await run.signal(15);
  await during();
  same("ending", await run.finished(), { code: 3 });
  must(/^next$/m.test(hookOutput(run)), `the next hook did not run: ${run.err.slice(-500)}`);
}

const main = talker("main", "15=3");
const tenMegabytes = "head -c 10000000 /dev/zero | tr '\\0' x; echo";

const perTime = limited.flatMap(({ time, options }, at): Case[] => [
  {
    id: `hooks-hostile.${at * 7 + 1}`,
    title: `a ${time} hook that ignores TERM and forks is killed with its whole group when its time is up`,
    run: (init) => {
      const both = hook('"$1" child & exec "$1" parent', fixture("signals"));
      return everyWay(init, options(both), async (setup) => {
        await using run = start(init, { ...setup, command: main });
        const pids: number[] = [];
        const took = await timed(() =>
          stopWith(run, async () => {
            for (const name of ["child", "parent"]) pids.push(await hookPid(run, name));
            await poll("the group to end", () => pids.every((pid) => stateOf(pid) === undefined));
          }),
        );
        notBefore("the stop", took, 1000);
        same(
          "warnings",
          eventsOf(run, "hookTimedOut").map(({ waitMs }) => waitMs),
          [1000],
        );
        must(!/(child|parent) got/.test(run.err), "it got another signal than SIGKILL");
      });
    },
  },
  {
    id: `hooks-hostile.${at * 7 + 2}`,
    title: `a ${time} hook that is stopped by SIGSTOP is killed when its time is up`,
    async run(init) {
      await using run = start(init, { options: options(hook("kill -STOP $$")), command: main });
      await stopWith(run);
      same("warnings", eventsOf(run, "hookTimedOut").length, 1);
    },
  },
  {
    id: `hooks-hostile.${at * 7 + 3}`,
    title: `a ${time} hook that leaves a process behind is not waited for longer than it runs itself`,
    async run(init) {
      const leaving = hook('"$@" & exit 0', ...talker("left", "15=0"));
      const more = { ...options(leaving), hookTimeout: "60s" };
      await using run = start(init, { options: more, command: main });
      const took = await timed(() => stopWith(run));
      soonerThan("the stop", took, 30_000);
      same("warnings", eventsOf(run, "hookTimedOut").length, 0);
    },
  },
  {
    id: `hooks-hostile.${at * 7 + 4}`,
    title: `a ${time} hook's 10 MB of output all reach stderr`,
    async run(init) {
      const more = { ...options(hook(tenMegabytes)), hookTimeout: "60s" };
      await using run = start(init, { options: more, command: main });
      await stopWith(run);
      same("bytes", (run.err.match(/x+/)?.[0] ?? "").length, 10_000_000);
      must(!/xx/.test(run.out), "some went to stdout");
    },
  },
  {
    id: `hooks-hostile.${at * 7 + 5}`,
    title: `a ${time} hook that writes to a stderr that nobody reads is killed when its time is up`,
    run: (init) =>
      withFullPipe(async (stderr) => {
        await using run = start(init, { options: options(hook(tenMegabytes)), stderr, command: main });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.ended(), { code: 3 });
      }),
  },
  {
    id: `hooks-hostile.${at * 7 + 6}`,
    title: `a ${time} hook whose program has vanished since the start is a warning, and the stop goes on`,
    run: (init) =>
      withFolder(async (folder) => {
        const program = join(folder, "program");
        writeFileSync(program, "#!/bin/sh\n");
        chmodSync(program, 0o755);
        await using run = start(init, { options: options(program), command: main });
        await run.says(/main ready/);
        rmSync(program);
        await stopWith(run);
        const warnings = eventsOf(run, "hookFailed");
        same(
          "warnings",
          warnings.map(({ level, exitCode }) => [level, exitCode]),
          [[40, 127]],
        );
        must(warnings[0]?.msg.includes(program) === true, `it is not named: ${warnings[0]?.msg}`);
      }),
  },
  {
    id: `hooks-hostile.${at * 7 + 7}`,
    title: `a ${time} hook that dies of a signal is a warning that names it`,
    async run(init) {
      const dying = hook("ulimit -c 0; kill -SEGV $$");
      await using run = start(init, { options: options(dying), command: main });
      await stopWith(run);
      const warnings = eventsOf(run, "hookFailed").map(({ exitCode, signal }) => [exitCode, signal]);
      same("warnings", warnings, [[139, "SIGSEGV"]]);
    },
  },
]);

/** Hooks that do what they should not. */
export const hostileHookCases: Case[] = [
  ...perTime,
  {
    id: "hooks-hostile.15",
    title: "a --before-start hook's 10 MB of output all reach stderr, and the command is then started",
    async run(init) {
      const options = { beforeStart: [hook(tenMegabytes)] };
      await using run = start(init, { options, command: shell("exit 3") });
      same("ending", await run.finished(), { code: 3 });
      same("bytes", run.err.length, 10_000_001);
    },
  },
  {
    id: "hooks-hostile.16",
    title:
      "a --before-stop hook that hangs is not continued, signalled or ended by other signals before its time",
    async run(init) {
      const options = { beforeStop: [talkingHook("hook"), hookOf("echo", "next")], hookTimeout: "700ms" };
      await using run = start(init, { options, command: main });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        const pid = await hookPid(run, "hook");
        for (const signo of [1, 10, 12]) await run.signal(signo);
        await stays(
          "it ended or got a signal",
          200,
          () => stateOf(pid) !== undefined && !/hook got/.test(run.err),
        );
        await entryOf(run, "hookTimedOut");
        same("ending", await run.finished(), { code: 3 });
      });
      notBefore("the stop", took, 700);
    },
  },
];
