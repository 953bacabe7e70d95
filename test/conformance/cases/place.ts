import { readdirSync } from "node:fs";
import { fixture } from "../../helpers/fixtures.ts";
import { type Init, isOnPath } from "../../helpers/inits.ts";
import { type Options, tiniFlags } from "../../helpers/options.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { childrenOf, descendantsOf, field, stateOf } from "../../helpers/proc.ts";
import { initWords, start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell, talker } from "../case.ts";
import { hasty } from "./patient.ts";

const endless = shell("echo ready; exec sleep 100");

/** A stop that ends well with `before` in front of the init: TERM reaches the command, and its code is passed on. */
function stopsIn(before: string[], init: Init, options: Options = {}): Promise<void> {
  return stopsWith({ before, options }, init);
}

async function stopsWith(setup: Omit<Parameters<typeof start>[1], "command">, init: Init): Promise<void> {
  await using run = start(init, { ...setup, command: talker("main", "15=3") });
  await run.says(/main ready/);
  await run.signal(15);
  same("ending", await run.ended(), { code: 3 });
}

/** Where the init runs: not as PID 1, under another init, without /proc, without rights. */
export const placeCases: Case[] = [
  {
    id: "S1",
    title: "as an ordinary process the init adopts what its command leaves",
    exempt: { arm64: limits.qemuSubreaper },
    async run(init) {
      const command = shell('("$@" &); exec sleep 100', ...talker("orphan"));
      await using run = start(init, { place: "child", command });
      const orphan = await run.pidOf("orphan");
      const pid = await run.pid();
      await poll("the orphan to be adopted", () => childrenOf(pid).includes(orphan), 3000);
    },
  },
  {
    id: "S2",
    title: "as an ordinary process that cannot become subreaper, it says so in one warning and does its work",
    needs: ["strace"],
    exempt: { arm64: limits.qemuProcess },
    async run(init) {
      const before = [
        "strace",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "trace=prctl",
        "-e",
        "inject=prctl:error=EINVAL",
      ];
      await using run = start(init, { before, place: "child", command: shell("exit 7") });
      same("ending", await run.finished(), { code: 7 });
      same("lines on stderr", run.err.trim().split("\n").filter(Boolean).length, 1);
    },
  },
  {
    id: "S3",
    title: "as an ordinary process with --to all, no process is signalled that is not below it",
    async run(init) {
      const bystander = talker("bystander")
        .map((word) => `'${word}'`)
        .join(" ");
      const before = shell(`${bystander} & "$@"; exit $?`);
      const setup = { options: { to: "all" as const }, place: "child" as const, command: talker("main") };
      await using run = start(init, { ...setup, before });
      await run.says(/main ready/);
      await run.pidOf("bystander");
      const main = await run.pidOf("main");
      process.kill(Number(field(main, "PPid")), 12);
      await run.says(/main got 12/);
      await stays("the bystander got it too", 200, () => !/bystander got/.test(run.out));
    },
  },
  {
    id: "T1",
    title: "the init works under itself",
    async run(init) {
      const inner = (command: string[]) => initWords(init, { command, place: "child" });
      await using quick = start(init, { command: inner(shell("exit 7")) });
      same("ending", await quick.ended(), { code: 7 });
      await using run = start(init, { command: inner(endless) });
      await run.says(/ready/);
      await run.signal(15);
      same("ending after TERM", await run.ended(), { code: 143 });
    },
  },
  {
    id: "T2",
    title: "the init works under tini",
    needs: ["tini"],
    async run(init) {
      const before = ["tini", ...tiniFlags({}, "pid1"), "--"];
      await using run = start(init, { before, command: endless });
      await run.says(/ready/);
      await run.signal(15);
      same("ending", await run.ended(), { code: 143 });
    },
  },
  { id: "Y1", title: "a stop works without /proc", run: (init) => stopsIn(scene("noproc"), init) },
  {
    id: "Y2",
    title: "without /proc, leftovers in a session of their own still get TERM",
    async run(init) {
      const command = shell('(setsid "$@" &) ; read line; exit 5', ...talker("left", "15=0@100"));
      const options = hasty(init, "8s");
      await using run = start(init, { before: scene("noproc"), stdin: "pipe", options, command });
      await run.says(/left ready/);
      run.process.stdin?.end("\n");
      same("ending", await run.finished(), { code: 5 });
      must(/left exits 0/.test(run.out), "it got no TERM, or not its time");
    },
  },
  {
    id: "Y4",
    title: "as an ordinary process without /proc, --to all still reaches the command",
    exempt: { arm64: limits.qemuSubreaper },
    run: (init) => stopsWith({ before: scene("noproc"), options: { to: "all" }, place: "child" }, init),
  },
  {
    id: "Y3",
    title: "a stop works where /proc hides other users' processes",
    run: (init) => stopsIn(scene("hidepid"), init),
  },
  { id: "Z1", title: "a stop works on a read-only root", run: (init) => stopsIn(scene("readonly"), init) },
  {
    id: "Z2",
    title: "a stop works as a user without any right",
    run: (init) => stopsIn(["unshare", "-U", "setpriv", "--no-new-privs"], init),
  },
  {
    id: "Z3",
    title: "a stop works without capabilities and with no_new_privs",
    run: (init) => stopsIn(["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"], init),
  },
  {
    id: "Z4",
    title: "a stop works without the system calls that container engines deny by default",
    run: (init) => stopsIn([fixture("deny")], init),
  },
  {
    id: "X1",
    title: "a grace lasts as long as it should where the monotonic clock reads 90 years",
    unless: () => (hasTimeNamespace() ? undefined : "the kernel has no time namespaces"),
    async run(init) {
      const years = String(90 * 365 * 86_400);
      const rights = process.geteuid?.() === 0 ? [] : ["-Ur"];
      const around = ["unshare", ...rights, "-T", "--monotonic", years, "--boottime", years, "--fork"];
      await using run = start(init, { around, options: { grace: "400ms" }, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      same("ending", await run.ended(), { code: 137 });
      must(performance.now() - began >= 390, "it was killed before the grace was over");
    },
  },
  {
    id: "X3",
    title: "a grace lasts as long as it should while the time of day jumps a day forth and back",
    exempt: {
      node: "Node reads the clock without a system call, so no jump can be made",
      arm64: limits.qemuProcess,
    },
    async run(init) {
      const options = { ...hasty(init, "500ms"), ...(init.body === undefined ? {} : { logLevel: "trace" }) };
      await using run = start(init, { launcher: [fixture("jump")], options, command: talker("main") });
      await run.says(/main ready/);
      const began = performance.now();
      await run.signal(15);
      for (const signo of [1, 10, 12]) {
        await run.signal(signo);
        await run.says(new RegExp(`main got ${signo}\n`));
      }
      same("ending", await run.ended(), { code: 137 });
      must(performance.now() - began >= 490, "it was killed before the grace was over");
      must(!/^jumps [01]$/m.test(run.notes), "the time of day was not asked for");
    },
  },
  {
    id: "X2",
    title: "an init that was itself stopped for longer than the grace kills as soon as it continues",
    async run(init) {
      await using run = start(init, { options: { grace: "300ms" }, command: talker("main") });
      const main = await run.pidOf("main");
      await run.signal(15);
      await run.says(/got 15/);
      await run.signal(19);
      const pid = await run.pid();
      await poll("the init to stop", () => stateOf(pid) === "T" || run.hasEnded());
      await stays("the command ended", 500, () => stateOf(main) !== undefined && stateOf(main) !== "Z");
      must(descendantsOf(pid).includes(main), "the command is gone");
      await run.signal(18);
      same("ending", await run.ended(), { code: 137 });
    },
  },
];

function hasTimeNamespace(): boolean {
  return isOnPath("unshare") && readdirSync("/proc/self/ns").includes("time");
}
