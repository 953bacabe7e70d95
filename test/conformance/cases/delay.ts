import { poll, stays } from "../../helpers/poll.ts";
import { stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell, talker } from "../case.ts";
import { entryOf, everyWay, finishedEntry, hook, notBefore, soonerThan, timed } from "../hooks.ts";

const leaver = shell('(setsid "$@" &); read line; exit 7', ...talker("left", "15=0@100"));

/** The wait between the stop request and the stop signal. */
export const delayCases: Case[] = [
  {
    id: "delay.1",
    title: "with --delay the stop signal is not sent before the delay is over",
    run: (init) =>
      everyWay(init, { delay: "500ms" }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "15=3") });
        await run.says(/main ready/);
        const took = await timed(async () => {
          await run.signal(15);
          await run.says(/main got 15/);
        });
        notBefore("the stop signal", took, 500);
        same("ending", await run.finished(), { code: 3 });
        same("stderr", run.err, "");
      }),
  },
  {
    id: "delay.2",
    title: "a command that ends by itself during the delay ends it",
    run: (init) =>
      everyWay(init, { delay: "60s" }, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main", "12=6") });
        const main = await run.pidOf("main");
        await run.signal(15);
        await stays("it has ended", 150, () => !run.hasEnded());
        const took = await timed(async () => {
          process.kill(main, 12);
          same("ending", await run.finished(), { code: 6 });
        });
        soonerThan("the end", took, 30_000);
        must(!/got 15/.test(run.out), "it got the stop signal");
      }),
  },
  {
    id: "delay.3",
    title: "what outlives a command that ends during the delay is stopped at once, and gets its time",
    async run(init) {
      const options = { delay: "60s", grace: "8s" };
      await using run = start(init, { options, stdin: "pipe", command: leaver });
      await run.says(/left ready/);
      await run.signal(15);
      await stays("it got a signal in the delay", 150, () => !/left got/.test(run.out));
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 7 });
      must(/left got 15\n[\s\S]*left exits 0/.test(run.out), "it was not stopped well");
    },
  },
  {
    id: "delay.4",
    title: "the delay begins when the --before-stop hooks are done, and the grace when it is over",
    async run(init) {
      const options = {
        beforeStop: [hook("sleep 0.3")],
        delay: "300ms",
        grace: "300ms",
        logLevel: "info",
      };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        same("ending", await run.finished(), { code: 137 });
      });
      notBefore("the stop", took, 900);
      const { beforeStopMs, delayMs, stoppingMs } = finishedEntry(run);
      for (const ms of [beforeStopMs, delayMs, stoppingMs]) notBefore("a part", Number(ms), 300);
    },
  },
  {
    id: "delay.5",
    title: "other signals in the delay reach the command at once, and change no timer",
    async run(init) {
      await using run = start(init, { options: { delay: "600ms" }, command: talker("main", "15=3") });
      await run.says(/main ready/);
      const took = await timed(async () => {
        await run.signal(15);
        for (const signo of [1, 10, 12]) {
          await run.signal(signo);
          await run.says(new RegExp(`main got ${signo}\n`), 4000);
        }
        same("ending", await run.finished(), { code: 3 });
      });
      notBefore("the stop", took, 600);
    },
  },
  {
    id: "delay.6",
    title: "a delay of 8760 hours does not overflow into a short one",
    async run(init) {
      await using run = start(init, { options: { delay: "8760h" }, command: talker("main", "12=6") });
      const main = await run.pidOf("main");
      await run.signal(15);
      await stays("it got the stop signal", 400, () => !/got 15/.test(run.out));
      process.kill(main, 12);
      same("ending", await run.ended(), { code: 6 });
    },
  },
  {
    id: "delay.7",
    title: "there is no delay where the command ends by itself",
    async run(init) {
      const options = { delay: "60s", grace: "8s" };
      await using run = start(init, { options, stdin: "pipe", command: leaver });
      await run.says(/left ready/);
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 7 });
      must(/left exits 0/.test(run.out), "the leftover was not stopped well");
    },
  },
  {
    id: "delay.8",
    title:
      "an init that was itself stopped for longer than the delay sends the stop signal as soon as it continues",
    async run(init) {
      const options = { delay: "300ms", grace: "never", logLevel: "info" };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      await entryOf(run, "stopRequested");
      await run.signal(19);
      const pid = await run.pid();
      await poll("the init to stop", () => stateOf(pid) === "T");
      await stays("the stop signal was sent", 500, () => !/got 15/.test(run.out));
      await run.signal(18);
      same("ending", await run.ended(), { code: 3 });
    },
  },
  {
    id: "delay.9",
    title: "a command that is stopped by SIGSTOP stays so in the delay, and is continued by the stop signal",
    async run(init) {
      const options = { delay: "400ms", logLevel: "info" };
      await using run = start(init, { options, command: talker("main", "15=5") });
      const main = await run.pidOf("main");
      process.kill(main, 19);
      await poll("the command to stop", () => stateOf(main) === "T");
      const took = await timed(async () => {
        await run.signal(15);
        await entryOf(run, "stopRequested");
        must(stateOf(main) === "T", "it was continued in the delay");
        same("ending", await run.finished(), { code: 5 });
      });
      notBefore("the stop", took, 400);
    },
  },
];
