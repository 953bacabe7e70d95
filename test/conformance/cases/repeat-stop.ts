import type { Options } from "../../helpers/options.ts";
import { stays } from "../../helpers/poll.ts";
import { type Run, start } from "../../helpers/run.ts";
import { listen } from "../../helpers/server.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import {
  entryOf,
  eventsOf,
  everyWay,
  hookOf,
  hookOutput,
  hookPid,
  soonerThan,
  talkingHook,
  timed,
} from "../hooks.ts";
import { inPart, lastStep, parts } from "../stop-parts.ts";

const promise = (id: string, title: string, run: Case["run"]): Case => ({
  id: `repeat-stop.${id}`,
  title,
  run,
});

/** What another stop request does. */
export const repeatStopCases: Case[] = [
  ...[...parts, lastStep].map((part, index) =>
    promise(
      `${index + 1}`,
      `with --repeat-stop forward another stop request in ${part.name} reaches the command and changes no timer`,
      (init) =>
        inPart(init, part, "forward", async (run, main) => {
          await run.signal(2);
          await run.says(/main got 2\n/);
          await stays(
            "the stop went on",
            200,
            () => !run.hasEnded() && eventsOf(run, "killSent").length === 0,
          );
          same("parts cut short", part.name === "the last step" ? 0 : count(run, part.event), 0);
          process.kill(main, 12);
          if (part.event === "hookSkipped") process.kill(await hookPid(run, "hook"), 12);
          same("ending", await run.finished(), { code: 6 });
        }),
    ),
  ),
  ...parts.map((part, index) =>
    promise(
      `${index + 6}`,
      `with --repeat-stop next another stop request ends ${part.name}, and what comes behind it begins`,
      (init) =>
        inPart(init, part, "next", async (run, main) => {
          await run.signal(15);
          await run.says(part.next);
          // What stands on stderr may be read later than what stands on stdout.
          if (part.event === "hookSkipped") await run.complains(/^second hook$/m);
          if (part.event !== undefined) {
            await entryOf(run, part.event);
            same("parts cut short", count(run, part.event), 1);
          }
          process.kill(main, 12);
          same("ending", await run.finished(), { code: 6 });
        }),
    ),
  ),
  promise("10", "with --repeat-stop next another stop request in the last step kills", (init) =>
    inPart(init, lastStep, "next", async (run) => {
      await run.signal(2);
      same("ending", await run.finished(), { code: 137 });
    }),
  ),
  ...[...parts, lastStep].map((part, index) =>
    promise(
      `${index + 11}`,
      `with --repeat-stop kill another stop request in ${part.name} kills at once`,
      (init) =>
        inPart(init, part, "kill", async (run) => {
          const took = await timed(async () => {
            await run.signal(2);
            same("ending", await run.finished(), { code: 137 });
          });
          soonerThan("the end", took, 10_000);
          must(!/^second hook$/m.test(run.err), "the next hook ran");
          same("entries about SIGKILL", count(run, "killSent"), 1);
        }),
    ),
  ),
  promise(
    "16",
    "with --repeat-stop next one request after the other leads through the whole stop",
    async (init) => {
      await using server = await listen();
      await server.connection();
      const options: Options = {
        repeatStop: "next",
        beforeStop: [talkingHook("hook")],
        delay: "60s",
        drain: [String(server.port)],
        steps: ["USR1:60s"],
        afterExit: [talkingHook("last"), hookOf("echo", "very last")],
        hookTimeout: "60s",
        grace: "60s",
        logLevel: "info",
      };
      await everyWay(init, options, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main") });
        await run.says(/main ready/);
        const press = () => run.signal(15);
        await press();
        await hookPid(run, "hook");
        await press();
        await entryOf(run, "hookSkipped");
        await press();
        await entryOf(run, "drainStarted");
        await press();
        await run.says(/main got 15\n/);
        await press();
        await run.says(/main got 10\n/);
        await press();
        await hookPid(run, "last");
        await press();
        same("ending", await run.finished(), { code: 137 });
        must(/^very last$/m.test(hookOutput(run)), "the hook behind the one that was ended did not run");
      });
    },
  ),
  ...(["next", "kill"] as const).map((repeatStop, index) =>
    promise(
      `${17 + index}`,
      `with --repeat-stop ${repeatStop} another stop request kills a --before-start hook that ignores the first`,
      async (init) => {
        const options = { repeatStop, beforeStart: [talkingHook("hook")], grace: "60s" };
        await everyWay(init, options, async (setup) => {
          await using run = start(init, { ...setup, command: shell("echo started") });
          await hookPid(run, "hook");
          await run.signal(15);
          await run.complains(/hook got 15\n/);
          await run.signal(2);
          same("ending", await run.finished(), { code: 143 });
          same("stdout", run.out, "");
        });
      },
    ),
  ),
  ...(["next", "kill"] as const).map((repeatStop, index) =>
    promise(
      `${19 + index}`,
      `with --repeat-stop ${repeatStop} the first stop request while leftovers stop is passed on, the second kills`,
      async (init) => {
        const options = { repeatStop, grace: "60s", logLevel: "info" };
        const command = shell('(setsid "$@" &); read line; exit 5', ...talker("left"));
        await using run = start(init, { options, stdin: "pipe", command });
        await run.says(/left ready/);
        run.process.stdin?.end("\n");
        await run.says(/left got 15\n/);
        await run.signal(2);
        await run.says(/left got 2\n/);
        await stays("it was killed", 150, () => !run.hasEnded());
        await run.signal(2);
        same("ending", await run.finished(), { code: 5 });
      },
    ),
  ),
  promise(
    "21",
    "with --repeat-stop kill another stop request ends --after-exit hooks, and the init",
    async (init) => {
      const afterExit = [talkingHook("hook"), hookOf("echo", "next")];
      const options: Options = { repeatStop: "kill", afterExit, hookTimeout: "60s" };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      await hookPid(run, "hook");
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      must(!/^next$/m.test(run.err), "the next hook ran");
    },
  ),
  promise("22", "with --repeat-stop kill --after-exit hooks still run behind the SIGKILL", async (init) => {
    const options: Options = {
      repeatStop: "kill",
      afterExit: ["echo after"],
      delay: "60s",
      logLevel: "info",
    };
    await using run = start(init, { options, command: talker("main") });
    await run.says(/main ready/);
    await run.signal(15);
    await entryOf(run, "stopRequested");
    await run.signal(15);
    same("ending", await run.finished(), { code: 137 });
    same("output", hookOutput(run), "after\n");
  }),
];

const count = (run: Run, event = "") => eventsOf(run, event).length;
