import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import type { Options } from "../../helpers/options.ts";
import { poll } from "../../helpers/poll.ts";
import { descendantsOf, field } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { listen } from "../../helpers/server.ts";
import { type Case, limits, must, same, scene, shell, talker } from "../case.ts";
import { entryOf, everyWay, finishedEntry, hook, hookOf, hookOutput, notBefore } from "../hooks.ts";

const loud = { logLevel: "info" };
const tell = hook('echo "$LISSOM_EXIT_CODE $LISSOM_SIGNAL $LISSOM_REASON"');

interface Ending {
  how: string;
  options?: Options;
  command: string[];
  /** Whether a stop is requested, once the command is ready. */
  stop?: boolean;
  /** What the hook sees: exit code, signal and reason. */
  seen: string;
}

const endings: Ending[] = [
  { how: "exits with 0", command: shell("exit 0"), seen: "0  exited" },
  { how: "exits with 5", command: shell("exit 5"), seen: "5  exited" },
  { how: "dies of a crash", command: shell("ulimit -c 0; kill -SEGV $$"), seen: "139 SIGSEGV signalled" },
  { how: "dies of a SIGKILL not of lissom's", command: shell("kill -9 $$"), seen: "137 SIGKILL signalled" },
  {
    how: "dies of the stop signal",
    command: shell("echo ready; exec sleep 100"),
    stop: true,
    seen: "143 SIGTERM signalled",
  },
  { how: "exits when asked to", command: talker("main", "15=143"), stop: true, seen: "143  exited" },
  {
    how: "has to be killed",
    options: { grace: "200ms" },
    command: talker("main"),
    stop: true,
    seen: "137 SIGKILL killed-after-grace",
  },
  { how: "cannot be found", command: ["/no/such/program"], seen: "127  start-failed" },
  { how: "cannot be run", command: ["/"], seen: "126  start-failed" },
  {
    how: "is never started, as a --before-start hook fails",
    options: { beforeStart: [hook("exit 9")] },
    command: shell("echo started"),
    seen: "9  start-failed",
  },
  {
    how: "ends while a leftover has to be killed",
    options: { grace: "200ms" },
    command: shell("(trap '' TERM; sleep 100) & exit 3"),
    seen: "3  exited",
  },
];

/** Why it ended, as hooks and the log have it. */
export const reasonCases: Case[] = [
  ...endings.map(
    ({ how, options, command, stop, seen }, index): Case => ({
      id: `reasons.${index + 1}`,
      title: `--after-exit hooks and the log's last entry tell ${JSON.stringify(seen)} where the command ${how}`,
      async run(init) {
        await using run = start(init, { options: { afterExit: [tell], ...options, ...loud }, command });
        if (stop === true) {
          await run.says(/ready/);
          await run.signal(15);
        }
        const [code = "", signal, reason] = seen.split(" ");
        same("ending", await run.finished(), { code: Number(code) });
        same("seen by the hook", hookOutput(run).trim().split("\n").at(-1), seen);
        const entry = finishedEntry(run);
        same("entry", [entry.exitCode, entry.signal ?? "", entry.reason], [Number(code), signal, reason]);
      },
    }),
  ),
  {
    id: "reasons.12",
    title: "the last entry tells how long each part took, and leaves out those that did not take place",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options: Options = {
        beforeStart: [hookOf("sleep", "0.2")],
        beforeStop: [hookOf("sleep", "0.2")],
        delay: "200ms",
        drain: [String(server.port)],
        drainTimeout: "200ms",
        grace: "200ms",
        afterExit: [hookOf("sleep", "0.2")],
        ...loud,
      };
      await everyWay(init, options, async (setup) => {
        await using run = start(init, { ...setup, command: talker("main") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 137 });
        const entry = finishedEntry(run);
        for (const name of ["beforeStart", "beforeStop", "delay", "drain", "stopping", "afterExit"]) {
          notBefore(`${name}Ms in ${JSON.stringify(entry)},`, Number(entry[`${name}Ms`]), 200);
        }
        for (const name of ["runMs", "killingMs"]) must(Number(entry[name]) >= 0, `no ${name}`);
      });
      await using plain = start(init, { options: loud, command: shell("exit 0") });
      await plain.finished();
      const parts = Object.keys(finishedEntry(plain)).filter(
        (name) => name.endsWith("Ms") && name !== "cpuMs",
      );
      same("parts of a plain run", parts, ["runMs"]);
    },
  },
  {
    id: "reasons.13",
    title: "the last entry tells the stop request's signal, and no sender where that one is outside",
    run: (init) =>
      everyWay(init, { beforeStop: ["true"], ...loud }, async (setup) => {
        for (const [signo, name] of [
          [15, "SIGTERM"],
          [2, "SIGINT"],
        ] as const) {
          await using run = start(init, { ...setup, command: talker("main", `${signo}=3`) });
          await run.says(/main ready/);
          await run.signal(signo);
          same("ending", await run.finished(), { code: 3 });
          const { stopSignal, senderPid } = finishedEntry(run);
          same("signal and sender", [stopSignal, senderPid], [name, undefined]);
        }
      }),
  },
  {
    id: "reasons.14",
    title: "the last entry tells the pid of the process that sent the stop request",
    exempt: { node: limits.nodeSender },
    run: (init) =>
      everyWay(init, { beforeStop: ["true"], ...loud }, async (setup) => {
        const asking = 'trap "exit 3" INT; echo "ready $$"; kill -INT $PPID; while :; do sleep 0.05; done';
        await using run = start(init, { ...setup, command: shell(asking) });
        const [, sender] = await run.says(/ready (\d+)/);
        same("ending", await run.finished(), { code: 3 });
        const { stopSignal, senderPid } = finishedEntry(run);
        same("signal and sender", [stopSignal, senderPid], ["SIGINT", Number(sender)]);
      }),
  },
  {
    id: "reasons.15",
    title: "what was alive when SIGKILL came is named with its pid in the log, also under an odd name",
    run: (init) =>
      withFolder(async (folder) => {
        const odd = 'od"d \\ na\tme';
        copyFileSync("/bin/sleep", join(folder, odd));
        const script = `trap '' TERM; '${join(folder, odd)}' 100 & exec "$@"`;
        await everyWay(init, { budget: "60s", grace: "200ms", ...loud }, async (setup) => {
          await using run = start(init, { ...setup, command: shell(script, ...talker("main")) });
          const [, main] = await run.says(/main ready (\d+)/);
          const first = await run.pid();
          const isThere = (pid: number) => field(pid, "Name")?.startsWith("od") === true;
          await poll("the odd one", () => descendantsOf(first).some(isThere));
          await run.signal(15);
          same("ending", await run.finished(), { code: 137 });
          for (const entry of [finishedEntry(run), await entryOf(run, "killSent")]) {
            const survivors = entry.survivors as { pid: number; name: string }[];
            const names = survivors.map(({ name }) => name).sort();
            // A character that is none of a word's may be shown as another one.
            must(/^od.d . na.me,signals$/.test(names.join()), `the names are ${names}`);
            same("pid", survivors.find(({ name }) => name === "signals")?.pid, Number(main));
          }
        });
      }),
  },
  {
    id: "reasons.16",
    title: "no more than ten of those that SIGKILL found alive are named",
    async run(init) {
      const options: Options = { budget: "60s", grace: "300ms", ...loud };
      const many =
        "trap '' TERM; i=0; while [ $i -lt 25 ]; do sleep 100 & i=$((i+1)); done; echo ready; sleep 100";
      await using run = start(init, { options, command: shell(many) });
      await run.says(/ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 137 });
      same("named", (finishedEntry(run).survivors as unknown[]).length, 10);
    },
  },
  {
    id: "reasons.17",
    title: "where /proc cannot be read, survivors are left out, and the stop ends",
    async run(init) {
      const options: Options = { budget: "60s", grace: "200ms", ...loud };
      await using run = start(init, { before: scene("noproc"), options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 137 });
      same("reason", finishedEntry(run).reason, "killed-after-grace");
    },
  },
  {
    id: "reasons.18",
    title: "the last entry tells peak memory and processor time of the command",
    async run(init) {
      const options: Options = { budget: "60s", ...loud };
      const big = ["dd", "if=/dev/zero", "of=/dev/null", "bs=48M", "count=1"];
      await using memory = start(init, { options, command: big });
      same("ending", await memory.finished(), { code: 0 });
      must(
        Number(finishedEntry(memory).peakMemoryKiB) >= 48 * 1024,
        `${JSON.stringify(finishedEntry(memory))}`,
      );
      const busy = "i=0; while [ $i -lt 400000 ]; do i=$((i+1)); done";
      await using processor = start(init, { options, command: shell(busy) });
      same("ending", await processor.finished(), { code: 0 });
      const { cpuMs, runMs } = finishedEntry(processor);
      must(Number(cpuMs) >= 50 && Number(cpuMs) <= Number(runMs) + 50, `cpuMs ${cpuMs} of runMs ${runMs}`);
    },
  },
  {
    id: "reasons.19",
    title: "the last entry as plain text has the same fields",
    async run(init) {
      const options: Options = { delay: "100ms", logFormat: "text", ...loud };
      await using run = start(init, { options, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      const line = run.err.split("\n").find((text) => text.includes("all is over")) ?? "";
      for (const text of [
        "exitCode=3",
        "reason=exited",
        "stopSignal=SIGTERM",
        "delayMs=",
        "peakMemoryKiB=",
      ]) {
        must(line.includes(text), `no ${text} in ${line}`);
      }
    },
  },
];
