import { fixture } from "../../helpers/fixtures.ts";
import type { Init } from "../../helpers/inits.ts";
import type { Options } from "../../helpers/options.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { field } from "../../helpers/proc.ts";
import { type Run, start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell, talker } from "../case.ts";
import { entryOf, hookPid, talkingHook } from "../hooks.ts";
import { hasty, patient } from "./patient.ts";

/** Sends `sent`, and checks that the command got `expected` and nothing before it. */
async function becomes(init: Init, map: string[], pairs: [number, number][]): Promise<void> {
  await using run = start(init, { options: { map, ...patient(init) }, command: talker("main") });
  await run.says(/main ready/);
  for (const [sent, expected] of pairs) {
    const before = run.out.length;
    await run.signal(sent);
    await run.says(new RegExp(`main got ${expected}\n`), 4000);
    const got = run.out.slice(before).replaceAll("main got 18\n", ""); // CONT follows each stop request.
    same(`what came of ${sent}`, got, `main got ${expected}\n`);
  }
}

/** A command with a process in its group and one in a session of its own, all of which say their signals. */
async function family(init: Init, options: Options, place: "pid1" | "child"): Promise<Run> {
  const script = '(setsid "$1" apart &); "$1" near & exec "$1" main';
  const [program = ""] = talker("main");
  const run = start(init, { options, place, command: shell(script, program) });
  for (const name of ["main", "near", "apart"]) await run.says(new RegExp(`${name} ready`));
  return run;
}

const reach = (id: string, to: "child" | "group" | "all", place: "pid1" | "child", who: string[]): Case => ({
  id,
  title: `as ${place === "pid1" ? "PID 1" : "an ordinary process"}, --to ${to} reaches ${who.join(", ")} only`,
  exempt: place === "child" && to === "all" ? { arm64: limits.qemuSubreaper } : {},
  async run(init) {
    await using run = await family(init, { to }, place);
    await run.signal(10);
    for (const name of who) await run.says(new RegExp(`${name} got 10\n`), 4000);
    await stays("another got it too", 150, () => run.out.split("got 10\n").length - 1 === who.length);
  },
});

/** Which signal goes to whom. */
export const deliveryCases: Case[] = [
  reach("to.1", "child", "pid1", ["main"]),
  reach("to.2", "group", "pid1", ["main", "near"]),
  reach("to.3", "all", "pid1", ["main", "near", "apart"]),
  reach("to.4", "child", "child", ["main"]),
  reach("to.5", "group", "child", ["main", "near"]),
  reach("to.6", "all", "child", ["main", "near", "apart"]),
  {
    id: "map.1",
    title: "--map TERM=QUIT sends QUIT for TERM",
    run: (init) => becomes(init, ["TERM=QUIT"], [[15, 3]]),
  },
  {
    id: "map.2",
    title: "--map USR1=none drops USR1, and only that",
    async run(init) {
      await using run = start(init, { options: { map: ["USR1=none"] }, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(10);
      await run.signal(12);
      await run.says(/main got 12/, 4000);
      must(!/got 10/.test(run.out), "USR1 arrived");
    },
  },
  {
    id: "map.3",
    title: "--map takes names with SIG and without, in any case, and numbers",
    run: (init) =>
      becomes(
        init,
        ["SIGHUP=usr1", "12=28"],
        [
          [1, 10],
          [12, 28],
        ],
      ),
  },
  {
    id: "map.4",
    title: "--map takes RTMIN+n and RTMAX-n",
    exempt: { node: limits.nodeRealtime, arm64: limits.qemuSignals },
    run: (init) =>
      becomes(
        init,
        ["RTMIN+2=USR1", "USR2=RTMAX-4"],
        [
          [36, 10],
          [12, 60],
        ],
      ),
  },
  {
    id: "map.5",
    title: "--map applied once: what one map yields is not mapped again",
    run: (init) =>
      becomes(
        init,
        ["HUP=USR1", "USR1=HUP"],
        [
          [1, 10],
          [10, 1],
        ],
      ),
  },
  {
    id: "map.6",
    title: "a mapped stop request still ends in a kill after the grace",
    async run(init) {
      const options = { map: ["TERM=QUIT"], grace: "250ms" };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      await run.says(/main got 3\n/, 4000);
      same("ending", await run.ended(), { code: 137 });
      must(!/got 15/.test(run.out), "TERM arrived as well");
    },
  },
  {
    id: "stop-on.1",
    title: "--stop-on QUIT,USR2 makes USR2 a stop request",
    async run(init) {
      const options = { stopOn: "QUIT,USR2", grace: "250ms" };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(12);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "stop-on.2",
    title: "with --stop-on QUIT a TERM is forwarded and nothing more",
    async run(init) {
      const options = { stopOn: "QUIT", grace: "100ms" };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      await run.says(/got 15/);
      await stays("the command was stopped", 500, () => !run.hasEnded());
    },
  },
  {
    id: "parent-death.1",
    title: "with --parent-death TERM the end of the init's parent reaches the command as TERM",
    async run(init) {
      const options = { parentDeath: "TERM" };
      const before = shell('"$@" & wait');
      await using run = start(init, { options, before, place: "child", command: talker("main", "15=0") });
      const main = await run.pidOf("main");
      const parentOfInit = Number(field(Number(field(main, "PPid")), "PPid"));
      process.kill(parentOfInit, 9);
      await run.says(/main got 15/, 4000);
    },
  },
  {
    id: "parent-death.2",
    title: "the end of the init's parent while hooks run before the start reaches the command once it runs",
    async run(init) {
      const options = { parentDeath: "USR2", logLevel: "info", beforeStart: [talkingHook("hook", "10=0")] };
      const before = shell('"$@" & wait');
      await using run = start(init, { options, before, place: "child", command: ["sleep", "100"] });
      const hookProcess = await hookPid(run, "hook");
      const initProcess = Number(field(hookProcess, "PPid"));
      const parentOfInit = field(initProcess, "PPid");
      process.kill(Number(parentOfInit), 9);
      await poll("another parent", () => field(initProcess, "PPid") !== parentOfInit);
      process.kill(hookProcess, 10);
      same("the command's end", (await entryOf(run, "finished")).signal, "SIGUSR2");
    },
  },
  {
    id: "start.1",
    title: "a stop request that waits when the init starts keeps the command from running, exit 143",
    exempt: { node: limits.nodeStartup },
    async run(init) {
      // The signal is blocked by the launcher and pending, so that the init finds it when it starts.
      await using run = start(init, {
        before: scene("block", "15", "send", "15"),
        command: shell("echo started"),
      });
      same("ending", await run.finished(), { code: 143 });
      must(!/started/.test(run.out), "the command was started");
    },
  },
  {
    id: "to.moved",
    title: "a main process that went over to another group gets TERM although its old group has members",
    exempt: { node: limits.nodeTerminal },
    async run(init) {
      for (const place of ["pid1", "child"] as const) {
        await using run = start(init, { place, options: hasty(init), command: [fixture("moved")] });
        await run.says(/moved/);
        await run.signal(15);
        await run.says(/got 15/, 4000);
        same("ending", await run.ended(), { code: 5 });
      }
    },
  },
];
