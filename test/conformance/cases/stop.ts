import { setTimeout as pause } from "node:timers/promises";
import { poll, stays } from "../../helpers/poll.ts";
import { stateOf } from "../../helpers/proc.ts";
import { type Run, start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";
import { hasty, patient } from "./patient.ts";

/** Sends a signal again and again, 50 ms apart, until the init has ended or 8 s have passed. */
async function pester(run: Run, signo: number): Promise<void> {
  const end = performance.now() + 8000;
  while ((await run.signal(signo)) && performance.now() < end) await pause(50);
}

/** From the stop request to the end, and what comes between. */
export const stopCases: Case[] = [
  {
    id: "I1",
    title: "another signal during the grace is forwarded, and the grace still ends",
    async run(init) {
      await using run = start(init, { options: { grace: "500ms" }, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      await run.says(/got 15/);
      await run.signal(10);
      await run.says(/got 10/);
      same("ending", await run.ended(), { code: 137 });
      must(performance.now() - began >= 490, "it ended before the grace was over");
    },
  },
  {
    id: "I2",
    title: "a flood of other signals does not make the grace longer",
    async run(init) {
      await using run = start(init, { options: { grace: "500ms" }, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      await pester(run, 1);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "I3",
    title: "signals in every phase of a stop with --then neither end nor delay it",
    async run(init) {
      const options = { grace: "200ms", steps: ["INT:200ms", "QUIT:200ms"] };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      for (const phase of [15, 2, 3]) {
        await run.says(new RegExp(`got ${phase}\n`));
        await run.signal(12);
      }
      await pester(run, 12);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "I4",
    title: "signals while leftovers are stopped change neither the end nor the exit code",
    exempt: { arm64: limits.qemuSubreaper },
    async run(init) {
      const script = '(exec "$@") & read line; exit 5';
      const command = shell(script, ...talker("left"));
      await using run = start(init, { options: { grace: "400ms" }, stdin: "pipe", place: "child", command });
      await run.pidOf("left");
      await run.pid();
      run.process.stdin?.end("\n");
      await run.says(/left got 15/);
      await pester(run, 12);
      same("ending", await run.ended(), { code: 5 });
    },
  },
  ...[0, 127, 255].map(
    (code, index): Case => ({
      id: `P${index + 1}`,
      title: `the command's exit ${code} while the init itself is stopped is the exit code once it continues`,
      async run(init) {
        await using run = start(init, { command: talker("main", `10=${code}`) });
        const main = await run.pidOf("main");
        await run.signal(19);
        await poll("the init to stop", async () => stateOf(await run.pid()) === "T");
        process.kill(main, 10);
        await poll("the command to end", () => stateOf(main) === "Z");
        must(!run.hasEnded(), "the init has ended while it was stopped");
        await run.signal(18);
        same("ending", await run.ended(), { code });
      },
    }),
  ),
  ...[0, 127, 255].map(
    (code, index): Case => ({
      id: `P${index + 4}`,
      title: `the command's exit ${code} during the grace is the exit code`,
      async run(init) {
        await using run = start(init, {
          options: hasty(init, "8s"),
          command: talker("main", `15=${code}@100`),
        });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.ended(), { code });
      },
    }),
  ),
  {
    id: "Q1",
    title: "a second stop request neither prolongs the grace nor cuts it short",
    async run(init) {
      await using run = start(init, { options: { grace: "600ms" }, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      await pester(run, 15);
      same("ending", await run.ended(), { code: 137 });
      must(performance.now() - began >= 590, "it ended before the grace was over");
    },
  },
  {
    id: "Q2",
    title: "a second stop request is delivered like the first",
    async run(init) {
      await using run = start(init, { options: patient(init), command: talker("main", "2=4") });
      await run.says(/main ready/);
      await run.signal(15);
      await run.says(/got 15/);
      await run.signal(2);
      same("ending", await run.ended(), { code: 4 });
    },
  },
  {
    id: "V1",
    title: "a stopped command is continued after TERM so that it can act on it",
    async run(init) {
      await using run = start(init, { options: hasty(init, "8s"), command: talker("main", "15=5") });
      const main = await run.pidOf("main");
      process.kill(main, 19);
      await poll("the command to stop", () => stateOf(main) === "T");
      await run.signal(15);
      same("ending", await run.ended(6000), { code: 5 });
    },
  },
  {
    id: "V2",
    title: "a command that was stopped with STOP is left alone until a stop is requested",
    async run(init) {
      await using run = start(init, { options: patient(init), command: talker("main", "15=5") });
      const main = await run.pidOf("main");
      process.kill(main, 19);
      await poll("the command to stop", () => stateOf(main) === "T");
      await stays("it was continued", 300, () => stateOf(main) === "T" && !run.hasEnded());
    },
  },
  {
    id: "grace.1",
    title: "a command that ignores TERM is killed after --grace",
    async run(init) {
      await using run = start(init, { options: { grace: "300ms" }, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      same("ending", await run.ended(), { code: 137 });
      must(performance.now() - began >= 290, "it was killed before the grace was over");
    },
  },
  {
    id: "grace.2",
    title: "with --grace never a command that ignores TERM goes on",
    async run(init) {
      await using run = start(init, { options: { grace: "never" }, command: talker("main", "10=6") });
      await run.says(/main ready/);
      await run.signal(15);
      await run.says(/got 15/);
      await stays("it has ended", 600, () => !run.hasEnded());
      await run.signal(10);
      same("ending", await run.ended(), { code: 6 });
    },
  },
  {
    id: "grace.3",
    title: "with --grace 0s the command is killed at once",
    async run(init) {
      await using run = start(init, { options: { grace: "0s" }, command: talker("main", "15=5@3000") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "grace.4",
    title: "a grace of 1,000 hours does not overflow into a short one",
    async run(init) {
      await using run = start(init, { options: { grace: "1000h" }, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      await run.says(/got 15/);
      await stays("it has ended", 300, () => !run.hasEnded());
    },
  },
  {
    id: "then.1",
    title: "--then signals follow in their order, and KILL comes last",
    async run(init) {
      const options = { grace: "150ms", steps: ["INT:150ms", "USR1:150ms"] };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      same("ending", await run.finished(), { code: 137 });
      must(performance.now() - began >= 440, "it was killed before the sum of the waits");
      const order = [...run.out.matchAll(/got (\d+)/g)]
        .map((match) => match[1])
        .filter((signo) => signo !== "18");
      same("signals", order, ["15", "2", "10"]);
    },
  },
];
