import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import {
  entriesOf,
  entryOf,
  everyWay,
  hook,
  hookOf,
  hookOutput,
  hookPid,
  notBefore,
  talkingHook,
  timed,
} from "../hooks.ts";

const started = shell("echo started");

/** What runs before the command, and what becomes of it. */
export const beforeStartCases: Case[] = [
  {
    id: "before-start.1",
    title: "--before-start hooks run one after the other, in order, and the command after them",
    run: (init) =>
      withFolder(async (folder) => {
        const file = join(folder, "order");
        const slow = `sleep 0.1; echo one >> ${file}`;
        const beforeStart = [hook(slow), `sh -c 'echo two >> ${file}'`, hook(`echo three >> ${file}`)];
        await everyWay(init, { beforeStart }, async (setup) => {
          await using run = start(init, { ...setup, command: shell(`cat ${file}`) });
          same("ending", await run.finished(), { code: 0 });
          same("order", run.out, "one\ntwo\nthree\n");
          same("stderr", run.err, "");
          rmSync(file);
        });
      }),
  },
  {
    id: "before-start.2",
    title:
      "a --before-start hook that fails ends the init with its code and one line; nothing behind it is started",
    async run(init) {
      const beforeStart = [hook("exit 3"), hook("echo second hook")];
      await everyWay(init, { beforeStart }, async (setup) => {
        await using run = start(init, { ...setup, command: started });
        same("ending", await run.finished(), { code: 3 });
        same("stdout", run.out, "");
        const entries = entriesOf(run).map(({ event, level, exitCode }) => ({ event, level, exitCode }));
        same("entries", entries, [{ event: "beforeStartFailed", level: 50, exitCode: 3 }]);
        must(/exit 3/.test(entriesOf(run)[0]?.msg ?? ""), `the hook is not named: ${run.err}`);
        must(!/^second hook/m.test(run.err), "the next hook was run");
      });
    },
  },
  ...[9, 11, 15].map(
    (signo, index): Case => ({
      id: `before-start.${index + 3}`,
      title: `a --before-start hook that dies of signal ${signo} ends the init with ${128 + signo}`,
      async run(init) {
        const options = { beforeStart: [hook(`ulimit -c 0; kill -${signo} $$`)] };
        await using run = start(init, { options, command: started });
        same("ending", await run.finished(), { code: 128 + signo });
        same("stdout", run.out, "");
        const { exitCode, signal } = await entryOf(run, "beforeStartFailed");
        same("entry", { exitCode, signal: String(signal) }, { exitCode: 128 + signo, signal: names[signo] });
      },
    }),
  ),
  ...[15, 2].map(
    (signo, index): Case => ({
      id: `before-start.${index + 6}`,
      title: `stop request ${signo} stops a --before-start hook as it would the command, which is never started`,
      async run(init) {
        const beforeStart = [talkingHook("hook", `${signo}=0@100`), hook("echo second hook")];
        await everyWay(init, { beforeStart }, async (setup) => {
          await using run = start(init, { ...setup, command: started });
          await hookPid(run, "hook");
          await run.signal(signo);
          same("ending", await run.finished(), { code: 128 + signo });
          same("stdout", run.out, "");
          same("got", /hook got (\d+)/.exec(run.err)?.[1], String(signo));
          must(/hook exits 0/.test(run.err), "the hook had no time to end");
          must(!/^second hook/m.test(run.err), "the next hook was run");
        });
      },
    }),
  ),
  {
    id: "before-start.8",
    title: "a --before-start hook that ignores a stop request gets the steps and SIGKILL after their waits",
    async run(init) {
      const options = { beforeStart: [talkingHook("hook")], grace: "300ms", steps: ["INT:200ms"] };
      await using run = start(init, { options, command: started });
      await hookPid(run, "hook");
      const took = await timed(async () => {
        await run.signal(15);
        same("ending", await run.ended(), { code: 143 });
      });
      notBefore("the stop", took, 500);
      await run.finished();
      const order = [...run.err.matchAll(/hook got (\d+)/g)].map((match) => match[1]);
      same(
        "signals",
        order.filter((signo) => signo !== "18"),
        ["15", "2"],
      );
      same("stdout", run.out, "");
    },
  },
  {
    id: "before-start.9",
    title: "a --before-start hook has no time limit",
    async run(init) {
      const options = { beforeStart: [hook("sleep 0.6; echo done")], hookTimeout: "100ms" };
      await using run = start(init, { options, command: shell("exit 4") });
      same("ending", await run.finished(), { code: 4 });
      same("stderr", run.err, "done\n");
    },
  },
  {
    id: "before-start.10",
    title: "other signals during --before-start hooks wait, and reach the command once it runs",
    async run(init) {
      for (const signo of [1, 10]) {
        const options = { beforeStart: [talkingHook("hook", "12=0")] };
        await using run = start(init, { options, command: talker("main") });
        const pid = await hookPid(run, "hook");
        await run.signal(signo);
        await stays("the hook got it", 200, () => !/hook got/.test(run.err) && !run.hasEnded());
        process.kill(pid, 12);
        // It may come before the command has made ready for it, and then ends it.
        await poll("the signal", () => run.hasEnded() || run.out.includes(`main got ${signo}\n`));
        if (run.hasEnded()) same("ending", await run.ended(), { code: 128 + signo });
        const got = [...run.err.matchAll(/hook got (\d+)/g)].map((match) => match[1]);
        same("signals of the hook", got, ["12"]);
      }
    },
  },
  {
    id: "before-start.11",
    title: "a --before-start hook that is stopped by SIGSTOP is continued by a stop request",
    async run(init) {
      const options = { beforeStart: [talkingHook("hook", "15=0")], grace: "8s" };
      await using run = start(init, { options, command: started });
      const pid = await hookPid(run, "hook");
      process.kill(pid, 19);
      await poll("the hook to stop", () => stateOf(pid) === "T");
      await run.signal(15);
      same("ending", await run.finished(6000), { code: 143 });
      must(/hook exits 0/.test(run.err), "it could not act");
    },
  },
  {
    id: "before-start.12",
    title:
      "what a --before-start hook leaves behind lives beside the command, and is stopped as leftovers are",
    async run(init) {
      const beforeStart = [hook('"$@" & exit 0', ...talker("left", "15=0@150"))];
      const options = { beforeStart, grace: "8s" };
      await using run = start(init, {
        options,
        stdin: "pipe",
        command: shell("echo main; read line; exit 6"),
      });
      await hookPid(run, "left");
      await run.says(/main/);
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 6 });
      must(/left got 15[\s\S]*left exits 0/.test(run.err), `it was not stopped well: ${run.err}`);
    },
  },
  {
    id: "before-start.13",
    title: "what a --before-start hook that failed leaves behind is stopped before the init ends",
    async run(init) {
      await withFolder(async (folder) => {
        const gate = join(folder, "gate");
        const wait = `"$@" & while [ ! -e ${gate} ]; do sleep 0.05; done; exit 6`;
        for (const leftovers of ["stop", "wait"] as const) {
          const beforeStart = [hook(wait, ...talker("left", "15=0@150"))];
          const options = { beforeStart, leftovers, grace: "8s" };
          await using run = start(init, { options, command: started });
          await hookPid(run, "left");
          writeFileSync(gate, "");
          same("ending", await run.finished(), { code: 6 });
          must(/left got 15[\s\S]*left exits 0/.test(run.err), `it was not stopped well: ${run.err}`);
          same("stdout", run.out, "");
          rmSync(gate);
        }
      });
    },
  },
  {
    id: "before-start.14",
    title:
      "a stop request during --before-start runs no --before-stop hook, and waits for neither delay nor drain",
    async run(init) {
      const options = {
        beforeStart: [talkingHook("hook", "15=0")],
        beforeStop: [hookOf("echo", "before stop")],
        afterExit: [hookOf("echo", "after exit")],
        delay: "20s",
        drain: ["1"],
      };
      await using run = start(init, { options, command: started });
      await hookPid(run, "hook");
      await run.signal(15);
      same("ending", await run.finished(10_000), { code: 143 });
      must(!/^before stop/m.test(run.err), "a hook ran before the stop");
      must(/^after exit$/m.test(hookOutput(run)), "no hook ran after the exit");
    },
  },
];

const names: Record<number, string> = { 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM" };
