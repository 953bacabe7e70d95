import { poll } from "../../helpers/poll.ts";
import { descendantsOf, stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import { everyWay, hook, hookPid } from "../hooks.ts";

/** What hooks leave behind, and what they send. */
export const leavingHookCases: Case[] = [
  {
    id: "hooks-leaving.1",
    title: "what a hook leaves behind in a session of its own is stopped with the leftovers",
    async run(init) {
      const leaving = hook('setsid "$@" & exit 0', ...talker("left", "15=0@100"));
      await everyWay(init, { beforeStop: [leaving], grace: "8s", logLevel: "info" }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "10=3") });
        const command = await run.pidOf("main");
        await run.signal(15);
        const left = await hookPid(run, "left");
        await run.says(/main got 15/);
        process.kill(command, 10);
        same("ending", await run.ended(), { code: 3 });
        await run.complains(/left got 15\n[\s\S]*left exits 0/);
        must(stateOf(left) === undefined, "it was left behind");
      });
    },
  },
  {
    id: "hooks-leaving.2",
    title:
      "a --before-stop hook that requests a stop itself is passed on to the command, and begins nothing anew",
    async run(init) {
      const options = { beforeStop: [hook("kill -TERM $PPID; sleep 0.2; echo once")] };
      await using run = start(init, { options, command: talker("main", "10=3") });
      const command = await run.pidOf("main");
      await run.signal(15);
      await run.says(/got 15\n[\s\S]*got 15\n/);
      process.kill(command, 10);
      same("ending", await run.finished(), { code: 3 });
      same("output", run.err, "once\n");
    },
  },
  {
    id: "hooks-leaving.3",
    title: "a --before-stop hook that kills the command ends the stop with 137, and no delay is waited for",
    async run(init) {
      const options = {
        beforeStop: [hook("kill -KILL $LISSOM_PID")],
        delay: "60s",
        afterExit: ["echo after"],
      };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(30_000), { code: 137 });
      same("output", run.err, "after\n");
    },
  },
  {
    id: "hooks-leaving.4",
    title:
      "an --after-exit hook that leaves a process behind in a session of its own does not keep PID 1 alive",
    async run(init) {
      const leaving = hook('setsid "$@" & exit 0', ...talker("left"));
      await using run = start(init, { options: { afterExit: [leaving] }, command: shell("exit 4") });
      same("ending", await run.finished(), { code: 4 });
    },
  },
  {
    id: "hooks-leaving.5",
    title: "a --before-start hook that forks without end is ended for good by a stop request",
    async run(init) {
      const forker = "trap '' TERM; echo forks; while :; do setsid sleep 100 & sleep 0.01; done";
      await using run = start(init, {
        options: { beforeStart: [hook(forker)], grace: "300ms" },
        command: shell("echo started"),
      });
      await run.complains(/forks/);
      const pid = await run.pid();
      await poll("it to fork", () => descendantsOf(pid).length > 5);
      await run.signal(15);
      same("ending", await run.finished(), { code: 143 });
      same("stdout", run.out, "");
    },
  },
];
