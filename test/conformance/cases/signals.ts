import { setTimeout as pause } from "node:timers/promises";
import type { Init } from "../../helpers/inits.ts";
import type { Place } from "../../helpers/options.ts";
import { poll } from "../../helpers/poll.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, range, same, talker } from "../case.ts";
import { patient } from "./patient.ts";

const faults = [4, 5, 6, 7, 8, 11, 31]; // ILL, TRAP, ABRT, BUS, FPE, SEGV, SYS
const stops = [19, 20, 21, 22]; // STOP, TSTP, TTIN, TTOU: they stop the init that does not handle them.
const standard = range(1, 31).filter((signo) => ![9, 17, 18, ...stops, ...faults].includes(signo));

/** Sends the signals one by one and checks that each has reached the command exactly once. */
async function allArrive(init: Init, place: Place, signals: number[]): Promise<void> {
  await using run = start(init, { place, options: patient(init), command: talker("main") });
  await run.says(/main ready/);
  for (const signo of signals) {
    await run.signal(signo);
    // One after the other where it works; a signal that is lost costs its wait once.
    await run.says(new RegExp(`main got ${signo}\\n`), 400).catch(() => undefined);
  }
  const missing = () => signals.filter((signo) => !run.out.includes(`main got ${signo}\n`));
  await poll("all", () => missing().length === 0 || run.hasEnded(), 1500).catch(() => undefined);
  must(
    missing().length === 0,
    `did not arrive: ${missing().join(" ")}${run.hasEnded() ? " (it ended)" : ""}`,
  );
  const twice = signals.filter((signo) => run.out.split(`main got ${signo}\n`).length > 2);
  must(twice.length === 0, `arrived more than once: ${twice.join(" ")}`);
}

const places: [Place, string][] = [
  ["pid1", "PID 1"],
  ["child", "an ordinary process"],
];

const arrivals = places.flatMap(([place, as], index): Case[] => [
  {
    id: `C${1 + index}`,
    title: `as ${as}, every standard signal but faults and job control reaches the command once`,
    run: (init) => allArrive(init, place, standard),
  },
  {
    id: `C${3 + index}`,
    title: `as ${as}, every real-time signal reaches the command once`,
    exempt: { node: limits.nodeRealtime },
    run: (init) => allArrive(init, place, init.body === "arm64" ? range(34, 62) : [...range(34, 64), 32, 33]),
  },
  {
    id: `C${5 + index}`,
    title: `as ${as}, fault signals that a process sent reach the command`,
    exempt: { arm64: "now and then qemu-user itself dies of a fault signal that a process sent" },
    run: (init) => allArrive(init, place, faults),
  },
]);

/** What becomes of the signals that an init receives. */
export const signalCases: Case[] = [
  ...arrivals,
  {
    id: "C7",
    title: "CONT reaches a command that runs",
    run: (init) => allArrive(init, "pid1", [18]),
  },
  {
    id: "C8",
    title: "the command's own stop signals (TSTP, TTIN, TTOU) reach a command that handles them",
    run: (init) => allArrive(init, "pid1", [20, 21, 22]),
  },
  {
    id: "L1",
    title: "each of 200 queued real-time signals is forwarded once",
    exempt: { node: limits.nodeRealtime },
    async run(init) {
      await using run = start(init, { command: talker("main", "10=0") });
      await run.says(/main ready/);
      const pid = await run.pid();
      for (let sent = 0; sent < 200; sent++) process.kill(pid, 40);
      const got = () => run.out.split("main got 40\n").length - 1;
      await poll("200 signals", () => got() >= 200, 4000).catch(() => undefined);
      process.kill(pid, 10);
      await run.says(/main got 10/);
      same("arrived", got(), 200);
    },
  },
  {
    id: "L2",
    title:
      "of a burst of standard signals at least one of each kind arrives, and none more often than it was sent",
    async run(init) {
      await using run = start(init, { command: talker("main") });
      await run.says(/main ready/);
      const pid = await run.pid();
      const kinds = [1, 10, 12, 28];
      for (let sent = 0; sent < 200; sent++) for (const signo of kinds) process.kill(pid, signo);
      for (const signo of kinds) await run.says(new RegExp(`main got ${signo}\n`));
      const most = Math.max(...kinds.map((signo) => run.out.split(`main got ${signo}\n`).length - 1));
      must(most <= 200, `one arrived ${most} times`);
    },
  },
  {
    id: "L3",
    title: "a flood of HUP does not starve TERM",
    async run(init) {
      await using run = start(init, { command: talker("main", "15=3") });
      await run.says(/main ready/);
      const end = performance.now() + 8000;
      for (let round = 0; !run.hasEnded() && performance.now() < end; round++) {
        if (round === 20) await run.signal(15);
        for (let sent = 0; sent < 50; sent++) await run.signal(1);
        await pause(0);
      }
      same("ending", await run.ended(1000), { code: 3 });
    },
  },
  {
    id: "L4",
    title: "one signal sent to the init arrives in the command once, and not a second time through the group",
    async run(init) {
      await using run = start(init, { command: talker("main") });
      await run.says(/main ready/);
      await run.signal(10);
      await run.says(/got 10/);
      await run.signal(12);
      await run.says(/got 12/);
      same("arrivals of USR1", run.out.split("main got 10\n").length - 1, 1);
    },
  },
];
