import { stays } from "../../helpers/poll.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import {
  entryOf,
  eventsOf,
  everyWay,
  finishedEntry,
  hook,
  hookOf,
  hookOutput,
  hookPid,
  soonerThan,
  talkingHook,
  timed,
} from "../hooks.ts";

const tell = 'echo "hook $LISSOM_SIGNAL $LISSOM_PID"';

/** What runs at the stop request, before the stop signal. */
export const beforeStopCases: Case[] = [
  {
    id: "before-stop.1",
    title: "a --before-stop hook runs at the stop request, and only after its end the stop signal is sent",
    run: (init) =>
      everyWay(init, { beforeStop: [talkingHook("hook", "10=0")] }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "15=3") });
        await run.says(/main ready/);
        must(!/hook/.test(run.err), "it ran before the stop request");
        await run.signal(15);
        const pid = await hookPid(run, "hook");
        await stays("the stop signal was sent", 200, () => !/got 15/.test(run.out + run.err));
        process.kill(pid, 10);
        same("ending", await run.finished(), { code: 3 });
        must(/main got 15/.test(run.out), "the command got no stop signal");
      }),
  },
  ...[
    { signo: 15, name: "SIGTERM", stopOn: undefined },
    { signo: 2, name: "SIGINT", stopOn: undefined },
    { signo: 12, name: "SIGUSR2", stopOn: "USR2" },
  ].map(
    ({ signo, name, stopOn }, index): Case => ({
      id: `before-stop.${index + 2}`,
      title: `--before-stop hooks find the request's signal, ${name}, and the command's pid in their environment`,
      async run(init) {
        const options = { beforeStop: [hook(tell)], ...(stopOn === undefined ? {} : { stopOn }) };
        await everyWay(init, options, async (setup) => {
          await using run = start(init, { ...setup, command: talker("main", `${signo}=3`) });
          const [, pid] = await run.says(/main ready (\d+)/);
          await run.signal(signo);
          same("ending", await run.finished(), { code: 3 });
          same("seen by the hook", hookOutput(run).trim(), `hook ${name} ${pid}`);
        });
      },
    }),
  ),
  {
    id: "before-stop.5",
    title: "--before-stop hooks run one after the other, in order",
    async run(init) {
      const beforeStop = [hook("sleep 0.2; echo one"), hook("sleep 0.1; echo two"), "echo 'number three'"];
      await everyWay(init, { beforeStop }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("output", hookOutput(run), "one\ntwo\nnumber three\n");
      });
    },
  },
  {
    id: "before-stop.6",
    title:
      "a --before-stop hook that fails is a warning with its exit code, and the stop goes on with the next",
    async run(init) {
      const options = { beforeStop: [hook("exit 3"), hook("kill -9 $$"), hookOf("echo", "third")] };
      await using run = start(init, { options, command: talker("main", "15=4") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 4 });
      const failed = eventsOf(run, "hookFailed");
      same(
        "warnings",
        failed.map(({ level, exitCode, signal }) => [level, exitCode, signal]),
        [
          [40, 3, undefined],
          [40, 137, "SIGKILL"],
        ],
      );
      must(/exit 3/.test(failed[0]?.msg ?? ""), `the hook is not named: ${failed[0]?.msg}`);
      must(/^third$/m.test(run.err), "the next hook did not run");
    },
  },
  {
    id: "before-stop.7",
    title: "no --before-stop hook runs where the command ends by itself",
    async run(init) {
      const options = { beforeStop: [hookOf("echo", "hook")], afterExit: [hookOf("echo", "after")] };
      await using run = start(init, { options, command: shell("sleep 100 & exit 5") });
      same("ending", await run.finished(), { code: 5 });
      same("output", hookOutput(run), "after\n");
    },
  },
  {
    id: "before-stop.8",
    title:
      "where the command ends during a --before-stop hook, all hooks are run; delay and drain are left out",
    async run(init) {
      const beforeStop = [talkingHook("hook", "10=0"), hookOf("echo", "second")];
      const options = { beforeStop, delay: "30s", drain: ["1"], logLevel: "info" };
      await everyWay(init, options, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "12=7") });
        const main = await run.pidOf("main");
        await run.signal(15);
        const pid = await hookPid(run, "hook");
        process.kill(main, 12);
        await entryOf(run, "mainExited");
        await stays("it did not wait for the hook", 150, () => !run.hasEnded());
        const took = await timed(async () => {
          process.kill(pid, 10);
          same("ending", await run.finished(), { code: 7 });
        });
        soonerThan("the rest of the stop", took, 10_000);
        must(/^second$/m.test(run.err), "the next hook was left out");
        must(!/got 15/.test(run.out), "the command got the stop signal");
        const { delayMs, drainMs } = finishedEntry(run);
        same("delay and drain", [delayMs, drainMs], [undefined, undefined]);
      });
    },
  },
  {
    id: "before-stop.9",
    title:
      "what outlives a command that ended during a --before-stop hook is then stopped, and gets its time",
    async run(init) {
      const options = { beforeStop: [talkingHook("hook", "10=0")], grace: "8s", logLevel: "info" };
      const command = shell('(setsid "$@" &); read line; exit 7', ...talker("left", "15=0@150"));
      await using run = start(init, { options, stdin: "pipe", command });
      await run.pidOf("left");
      await run.signal(15);
      const pid = await hookPid(run, "hook");
      run.process.stdin?.end("\n");
      await entryOf(run, "mainExited");
      await stays("it got a signal during the hook", 200, () => !/left got/.test(run.out));
      process.kill(pid, 10);
      same("ending", await run.finished(), { code: 7 });
      must(/left got 15\n[\s\S]*left exits 0/.test(run.out), "it was not stopped well");
    },
  },
  {
    id: "before-stop.10",
    title: "other signals during a --before-stop hook reach the command at once, and not the hook",
    async run(init) {
      const options = { beforeStop: [talkingHook("hook", "12=0")] };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      const pid = await hookPid(run, "hook");
      for (const signo of [1, 10]) {
        await run.signal(signo);
        await run.says(new RegExp(`main got ${signo}\n`));
      }
      must(!/hook got/.test(run.err), "the hook got one");
      process.kill(pid, 12);
      same("ending", await run.finished(), { code: 3 });
    },
  },
  {
    id: "before-stop.11",
    title: "a --before-stop hook may signal the command by its pid",
    async run(init) {
      const options = { beforeStop: [hook("kill -USR1 $LISSOM_PID; sleep 0.2")] };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      must(/got 10\n[\s\S]*got 15\n/.test(run.out), `the signals were ${run.out}`);
    },
  },
  {
    id: "before-stop.12",
    title: "--before-stop hooks run where a stop request comes while only a daemon is left",
    async run(init) {
      const leftovers = "wait" as const;
      const options = { beforeStop: [hookOf("echo", "hook")], leftovers, logLevel: "info" };
      const command = shell('(setsid "$@" &); read line; exit 7', ...talker("left", "15=0"));
      await using run = start(init, { options, stdin: "pipe", command });
      await run.pidOf("left");
      run.process.stdin?.end("\n");
      await entryOf(run, "leftoversFound");
      await run.signal(15);
      same("ending", await run.finished(), { code: 7 });
      must(/^hook$/m.test(run.err), "the hook did not run");
      must(/left got 15/.test(run.out), "the stop request did not reach the daemon");
    },
  },
  {
    id: "before-stop.13",
    title: "fifty --before-stop hooks all run",
    async run(init) {
      const numbers = Array.from({ length: 50 }, (_, index) => String(index));
      const options = { beforeStop: numbers.map((number) => `echo ${number}`), hookTimeout: "20s" };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      same("output", hookOutput(run).trim().split("\n"), numbers);
    },
  },
  {
    id: "before-stop.14",
    title: "LISSOM_BEFORE_STOP has a hook a line, and the first --before-stop replaces them all",
    async run(init) {
      const fromFlags = { beforeStop: ["echo four", "echo five"] };
      init.flags(fromFlags, "pid1");
      const env = { LISSOM_BEFORE_STOP: "\necho one\n\n  echo 'two,three'  \n" };
      for (const [options, seen] of [
        [{}, "one\ntwo,three\n"],
        [fromFlags, "four\nfive\n"],
      ] as const) {
        await using run = start(init, { env, options, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("output", run.err, seen);
      }
    },
  },
];
