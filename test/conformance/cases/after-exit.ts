import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { stays } from "../../helpers/poll.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import {
  eventsOf,
  everyWay,
  hook,
  hookOf,
  hookOutput,
  hookPid,
  notBefore,
  talkingHook,
  timed,
} from "../hooks.ts";

/** What runs when the last process has ended. */
export const afterExitCases: Case[] = [
  {
    id: "after-exit.1",
    title:
      "an --after-exit hook finds the exit code, the signal, set but empty, and the reason in its environment",
    run: (init) => {
      const tell = 'echo "$LISSOM_EXIT_CODE $LISSOM_REASON $(env | grep "^LISSOM_SIGNAL=")"';
      return everyWay(init, { afterExit: [hook(tell)] }, async (setup) => {
        await using run = start(init, { ...setup, command: shell("exit 7") });
        same("ending", await run.finished(), { code: 7 });
        same("seen by the hook", run.err, "7 exited LISSOM_SIGNAL=\n");
      });
    },
  },
  {
    id: "after-exit.2",
    title: "--after-exit hooks run when the last process has ended, leftovers too",
    run: (init) =>
      withFolder(async (folder) => {
        const file = join(folder, "left");
        const left = `trap 'sleep 0.2; echo left is done > ${file}; exit' TERM; echo ready; sleep 100 & wait`;
        const options = { afterExit: [hookOf("cat", file)], grace: "8s" };
        await using run = start(init, {
          options,
          stdin: "pipe",
          command: shell('setsid sh -c "$1" & read line; exit 5', left),
        });
        await run.says(/ready/);
        run.process.stdin?.end("\n");
        same("ending", await run.finished(), { code: 5 });
        same("output", run.err, "left is done\n");
      }),
  },
  {
    id: "after-exit.3",
    title: "--after-exit hooks run one after the other in order, also after a stop request",
    run: (init) => {
      const afterExit = [hook("sleep 0.2; echo one"), "echo two", 'echo "and three"'];
      return everyWay(init, { afterExit }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("output", run.err, "one\ntwo\nand three\n");
      });
    },
  },
  {
    id: "after-exit.4",
    title: "an --after-exit hook that fails is a warning, and changes no exit code",
    async run(init) {
      const options = { afterExit: [hook("exit 9"), hookOf("echo", "next")] };
      await using run = start(init, { options, command: shell("exit 4") });
      same("ending", await run.finished(), { code: 4 });
      const warnings = eventsOf(run, "hookFailed").map(({ level, exitCode }) => [level, exitCode]);
      same("warnings", warnings, [[40, 9]]);
      same("output", hookOutput(run), "next\n");
    },
  },
  {
    id: "after-exit.5",
    title: "an --after-exit hook that hangs is killed after --hook-timeout, and the next one runs",
    async run(init) {
      const options = { afterExit: [talkingHook("hook"), hookOf("echo", "next")], hookTimeout: "1s" };
      await using run = start(init, { options, command: shell("exit 4") });
      const took = await timed(async () => {
        same("ending", await run.finished(), { code: 4 });
      });
      notBefore("the end", took, 1000);
      const warnings = eventsOf(run, "hookTimedOut").map(({ level, waitMs }) => [level, waitMs]);
      same("warnings", warnings, [[40, 1000]]);
      must(/^next$/m.test(run.err), "the next hook did not run");
    },
  },
  {
    id: "after-exit.6",
    title:
      "--after-exit hooks see the exit code that --exit-map makes, and the signal that ended the command",
    async run(init) {
      const tell = 'echo "$LISSOM_EXIT_CODE $LISSOM_SIGNAL $LISSOM_REASON"';
      const options = { afterExit: [hook(tell)], exitMap: ["143=0"] };
      await using run = start(init, { options, command: shell("kill -TERM $$") });
      same("ending", await run.finished(), { code: 0 });
      same("seen by the hook", run.err, "0 SIGTERM signalled\n");
    },
  },
  {
    id: "after-exit.7",
    title: "no --after-exit hook runs after a usage error, or where a hook's program is missing at the start",
    async run(init) {
      const options = { afterExit: [hookOf("echo", "after exit")] };
      init.flags(options, "pid1");
      for (const flags of [
        ["--grace", "soon"],
        ["--before-stop", "/no/such/program"],
      ]) {
        await using run = start(init, { options, flags, command: shell("echo started") });
        same("ending", await run.finished(), { code: 125 });
        must(!/^after exit$/m.test(run.err), `it ran after ${flags}`);
        same("stdout", run.out, "");
      }
    },
  },
  {
    id: "after-exit.8",
    title: "a stop request during an --after-exit hook neither reaches the hook nor ends it",
    run: (init) =>
      everyWay(init, { afterExit: [talkingHook("hook", "12=0")] }, async (setup) => {
        await using run = start(init, { ...setup, command: shell("exit 4") });
        const pid = await hookPid(run, "hook");
        for (const signo of [15, 2, 10, 15]) await run.signal(signo);
        await stays("it has ended", 250, () => !run.hasEnded());
        process.kill(pid, 12);
        same("ending", await run.finished(), { code: 4 });
        const got = [...run.err.matchAll(/hook got (\d+)/g)].map(([, signo]) => signo).join();
        same("signals of the hook", got, "12");
      }),
  },
  {
    id: "after-exit.9",
    title: "an --after-exit hook may take longer than the grace, as its time limit is its own",
    async run(init) {
      const options = { afterExit: [hook("sleep 0.6; echo done")], grace: "100ms" };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 137 });
      same("output", hookOutput(run), "done\n");
    },
  },
];
