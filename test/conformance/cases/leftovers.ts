import { poll } from "../../helpers/poll.ts";
import { childrenOf, descendantsOf, field, stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";
import { hasty } from "./patient.ts";

const noSubreaper = { arm64: limits.qemuSubreaper };

/** Starts the program after it in the background, says "main ends" once a line is typed, and exits with 5. */
const inGroup = '"$@" & read line; echo main ends; exit 5';
/** The same, with the program in a session of its own, twice forked: no child of the command, nor in its group. */
const detached = '(setsid "$@" &) ; read line; echo main ends; exit 5';

/** Ends the command once the leftover runs, and gives the exit code and the output of the whole. */
const leaving = (script: string, reaction: string[], options: Parameters<typeof start>[1]) => ({
  ...options,
  stdin: "pipe" as const,
  command: shell(script, ...talker("left", ...reaction)),
});

const placeName = { pid1: "by PID 1", child: "by an ordinary process" };

const ways: [string, string, string][] = [
  ["the group", inGroup, "1"],
  ["a session of its own", detached, "2"],
];

const stopped = ways.flatMap(([where, script, number]): Case[] => [
  {
    id: `J${number}`,
    title: `a leftover in ${where} gets TERM and its time when the command ends, and the exit code is the command's`,
    async run(init) {
      await using run = start(
        init,
        leaving(script, ["15=0@150"], { command: [], options: hasty(init, "8s") }),
      );
      await run.says(/left ready/);
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 5 });
      must(/left got 15/.test(run.out), "it got no TERM");
      must(/left exits 0/.test(run.out), "it was killed before it had finished");
    },
  },
  {
    id: `J${Number(number) + 2}`,
    title: `the same as an ordinary process, with a leftover in ${where}`,
    exempt: noSubreaper,
    async run(init) {
      const setup = leaving(script, ["15=0@150"], {
        command: [],
        place: "child",
        options: hasty(init, "8s"),
      });
      await using run = start(init, setup);
      const left = await run.pidOf("left");
      run.process.stdin?.end("\n");
      same("ending", await run.ended(), { code: 5 });
      must(stateOf(left) === undefined, "it was left behind");
      await run.says(/left exits 0/, 2000);
    },
  },
  {
    id: `J${Number(number) + 4}`,
    title: `a leftover in ${where} that ignores TERM is killed after the grace, and nothing is left behind`,
    exempt: noSubreaper,
    async run(init) {
      const setup = leaving(script, [], { command: [], place: "child", options: hasty(init) });
      await using run = start(init, setup);
      const left = await run.pidOf("left");
      run.process.stdin?.end("\n");
      await run.says(/main ends/);
      same("ending", await run.ended(), { code: 5 });
      must(/left got 15/.test(run.out), "it got no TERM");
      must(stateOf(left) === undefined, "it was left behind");
      must(!/^adopted/m.test(run.notes), "an orphan fell to the parent of the init");
    },
  },
]);

/** Whether the process is none of the shells and setsids on the way to a sleep; an init counts as one. */
const isSleep = (pid: number) => !/^(sh|dash|bash|setsid)$/.test(field(pid, "Name") ?? "");

/** What becomes of what is still alive when the command has ended. */
export const leftoverCases: Case[] = [
  ...stopped,
  {
    id: "J7",
    title: "--leftovers kill kills without TERM",
    async run(init) {
      const options = { leftovers: "kill", grace: "8s" } as const;
      await using run = start(init, leaving(detached, [], { command: [], options }));
      await run.says(/left ready/);
      run.process.stdin?.end("\n");
      same("ending", await run.finished(5000), { code: 5 });
      must(!/left got 15/.test(run.out), "it got a TERM");
    },
  },
  {
    id: "J8",
    title: "--leftovers wait waits for a daemon that forked twice, which a stop request then reaches",
    async run(init) {
      const options = { leftovers: "wait", grace: "300ms" } as const;
      await using run = start(init, leaving(detached, ["15=0", "10=0"], { command: [], options }));
      const left = await run.pidOf("left");
      run.process.stdin?.end("\n");
      await run.says(/main ends/);
      await poll("the daemon to be adopted", async () => childrenOf(await run.pid()).join() === String(left));
      must(!run.hasEnded() && !/left got 15/.test(run.out), "it did not wait");
      await run.signal(15);
      same("ending", await run.finished(), { code: 5 });
      must(/left got 15/.test(run.out), "the stop request did not reach it");
    },
  },
  {
    id: "J9",
    title: "--leftovers wait ends with the last one",
    async run(init) {
      const setup = leaving(detached, ["10=0"], { command: [], options: { leftovers: "wait" } });
      await using run = start(init, setup);
      const left = await run.pidOf("left");
      run.process.stdin?.end("\n");
      await run.says(/main ends/);
      process.kill(left, 10);
      same("ending", await run.finished(), { code: 5 });
    },
  },
  ...(["pid1", "child"] as const).map(
    (place, index): Case => ({
      id: `J${10 + index}`,
      title: `leftovers that ignore TERM and keep on forking are ended for good ${placeName[place]}`,
      exempt: place === "child" ? noSubreaper : {},
      async run(init) {
        const forker = "trap '' TERM; echo forks; while :; do setsid sleep 100 & sleep 0.01; done";
        const command = shell('setsid sh -c "$1" & read line; exit 5', forker);
        await using run = start(init, { place, stdin: "pipe", options: hasty(init), command });
        await run.says(/forks/);
        run.process.stdin?.end("\n");
        same("ending", await run.ended(), { code: 5 });
        if (place === "child") same("left behind", childrenOf(await run.first()).length, 0);
      },
    }),
  ),
  {
    id: "J12",
    title: "a leftover that is stopped is continued so that it can act on TERM",
    async run(init) {
      const setup = leaving(detached, ["15=0"], { command: [], options: hasty(init, "8s") });
      await using run = start(init, setup);
      const left = await run.pidOf("left");
      process.kill(left, 19);
      await poll("the leftover to stop", () => stateOf(left) === "T");
      run.process.stdin?.end("\n");
      same("ending", await run.finished(5000), { code: 5 });
      must(/left exits 0/.test(run.out), "it could not act");
    },
  },
  {
    id: "J13",
    title: "as an ordinary process, 300 leftovers, each in a session of its own, all get their TERM",
    exempt: noSubreaper,
    async run(init) {
      const many =
        "i=0; while [ $i -lt 300 ]; do setsid sleep 1000 & i=$((i+1)); done; echo made; exec sleep 1000";
      await using run = start(init, { place: "child", options: hasty(init, "8s"), command: shell(many) });
      await run.says(/made/);
      const first = await run.first();
      await poll("all to have their session", () => descendantsOf(first).every(isSleep));
      await run.signal(15);
      same("ending", await run.ended(7000), { code: 143 });
      same("left behind", childrenOf(first).length, 0);
    },
  },
  {
    id: "reuse.1",
    title: "a stranger that got the number of the command after its end is not signalled",
    exempt: noSubreaper,
    async run(init) {
      // The stranger is made by the init's parent, in a session of its own, as the number after the typed one.
      const reuser = '"$@" & read before; echo $before > /proc/sys/kernel/ns_last_pid; ';
      const stranger = talker("stranger").join(" ");
      const before = shell(`${reuser} setsid ${stranger} & wait`);
      const command = shell('setsid "$@" & echo main $$.', ...talker("left", "15=0"));
      const options = { leftovers: "wait", grace: "8s" } as const;
      await using run = start(init, { before, place: "child", stdin: "pipe", options, command });
      const [, main] = await run.says(/main (\d+)\./);
      const left = await run.pidOf("left");
      const pid = Number(field(left, "PPid"));
      await poll("the command to be reaped", () => childrenOf(pid).join() === String(left));
      run.process.stdin?.write(`${Number(main) - 1}\n`);
      const [, number] = await run.says(/stranger ready (\d+)/);
      same("the number of the stranger", number, main);
      for (const signo of [10, 15]) {
        process.kill(pid, signo);
        await run.says(new RegExp(`left got ${signo}\n`));
      }
      await poll("the init to end", () => !"SRT".includes(stateOf(pid) ?? "-"));
      must(!/stranger got/.test(run.out), "it was signalled");
    },
  },
  {
    id: "K1",
    title: "a leftover that traps TERM cleans up in full after a stop request ended the command",
    async run(init) {
      const command = shell('"$@" & wait', ...talker("left", "15=0@300"));
      await using run = start(init, { options: hasty(init, "8s"), command });
      await run.says(/left ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 143 });
      must(/left exits 0/.test(run.out), "it could not finish");
    },
  },
  {
    id: "K2",
    title: "the grace of a stop is one for all: a leftover that ignores TERM does not get a second one",
    exempt: noSubreaper,
    async run(init) {
      const command = shell('"$@" & wait', ...talker("left"));
      await using run = start(init, { options: { grace: "700ms" }, place: "child", command });
      const left = await run.pidOf("left");
      await run.signal(15);
      same("ending", await run.ended(), { code: 143 });
      must(stateOf(left) === undefined, "it was left behind");
    },
  },
];
