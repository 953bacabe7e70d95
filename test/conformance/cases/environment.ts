import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../helpers/fixtures.ts";
import { withFolder } from "../../helpers/folder.ts";
import type { Init } from "../../helpers/inits.ts";
import { lissomEnvironment, type Options, Unsupported } from "../../helpers/options.ts";
import { stays } from "../../helpers/poll.ts";
import { field } from "../../helpers/proc.ts";
import { type Run, start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";

/** The environment variables that say `options`; only lissom has any. */
function saying(init: Init, options: Options): Record<string, string> {
  if (init.body === undefined) throw new Unsupported("LISSOM_* variables");
  return lissomEnvironment(options);
}

const through = (
  id: string,
  title: string,
  options: Options,
  command: string[],
  check: (run: Run) => Promise<void>,
): Case => ({
  id,
  title,
  async run(init) {
    await using run = start(init, { env: saying(init, options), command });
    if (command.includes("main")) await run.says(/main ready/);
    await check(run);
  },
});

/** Every option through its environment variable. */
export const environmentCases: Case[] = [
  through(
    "env.1",
    "LISSOM_MAP takes maps with commas",
    { map: ["HUP=USR1", "USR2=none"] },
    talker("main"),
    async (run) => {
      await run.signal(12);
      await run.signal(1);
      await run.says(/main got 10\n/);
      must(!/got (1|12)\n/.test(run.out), "an unmapped signal arrived");
    },
  ),
  through("env.2", "LISSOM_GRACE sets the grace", { grace: "250ms" }, talker("main"), async (run) => {
    await run.signal(15);
    same("ending", await run.ended(), { code: 137 });
  }),
  through(
    "env.3",
    "LISSOM_STOP_ON sets the stop requests",
    { stopOn: "USR1", grace: "250ms" },
    talker("main"),
    async (run) => {
      await run.signal(10);
      same("ending", await run.ended(), { code: 137 });
    },
  ),
  through(
    "env.4",
    "LISSOM_THEN takes steps with commas",
    { grace: "100ms", steps: ["INT:100ms", "QUIT:100ms"] },
    talker("main"),
    async (run) => {
      await run.signal(15);
      same("ending", await run.finished(), { code: 137 });
      must(/got 2\n[\s\S]*got 3\n/.test(run.out), "the steps did not follow");
    },
  ),
  through(
    "env.5",
    "LISSOM_TO sets who is signalled",
    { to: "child" },
    shell('"$@" & exec "$1" main', ...talker("near")),
    async (run) => {
      await run.says(/main ready[\s\S]*near ready|near ready[\s\S]*main ready/);
      await run.signal(10);
      await run.says(/main got 10/);
      await stays("the group got it too", 150, () => !/near got/.test(run.out));
    },
  ),
  through(
    "env.6",
    "LISSOM_LEFTOVERS sets what becomes of leftovers",
    { leftovers: "kill", grace: "8s" },
    shell('"$@" & sleep 0.3', ...talker("left")),
    async (run) => {
      await run.ended(4000);
      must(!/left got 15/.test(run.out), "it got a TERM");
    },
  ),
  through(
    "env.7",
    "LISSOM_EXIT_MAP takes maps with commas",
    { exitMap: ["7=8", "9=10"] },
    shell("exit 9"),
    async (run) => {
      same("ending", await run.ended(), { code: 10 });
    },
  ),
  through(
    "env.8",
    "LISSOM_LOG_LEVEL and LISSOM_LOG_FORMAT set the log",
    { logLevel: "debug", logFormat: "text" },
    shell("exit 0"),
    async (run) => {
      await run.finished();
      must(/^lissom: \w+: /m.test(run.err), `no plain lines: ${run.err}`);
    },
  ),
  {
    id: "env.9",
    title: "LISSOM_PARENT_DEATH sets the signal for the end of the init's parent",
    async run(init) {
      const env = saying(init, { parentDeath: "TERM" });
      const before = shell('"$@" & wait');
      await using run = start(init, { env, before, place: "child", command: talker("main", "15=0") });
      const main = await run.pidOf("main");
      process.kill(Number(field(Number(field(main, "PPid")), "PPid")), 9);
      await run.says(/main got 15/, 4000);
    },
  },
  {
    id: "env.10",
    title: "the command line beats the environment",
    async run(init) {
      const env = saying(init, { grace: "never" });
      await using run = start(init, { env, options: { grace: "250ms" }, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "env.11",
    title: "the command gets the environment unchanged, 1 MB of it and bytes that are no UTF-8",
    exempt: { node: limits.nodeBytes },
    async run(init) {
      const big = Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [`BIG${index}`, "x".repeat(100_000)]),
      );
      const before = shell('ODD="$(printf "a\\377b")" exec "$@"');
      const command = shell('printf "%s" "$ODD" | od -An -tx1; env | wc -c');
      await using run = start(init, { env: big, before, command });
      same("ending", await run.finished(), { code: 0 });
      const [odd, size] = run.out.trim().split("\n");
      same("odd bytes", odd?.trim(), "61 ff 62");
      must(Number(size) > 1_000_000, `only ${size} bytes of environment`);
    },
  },
  {
    id: "env.12",
    title: "where PATH is given twice the first counts",
    exempt: { arm64: limits.qemuProcess },
    run: (init) =>
      withFolder(async (folder) => {
        for (const name of ["first", "second"]) {
          mkdirSync(join(folder, name));
          writeFileSync(join(folder, name, "probe"), `#!/bin/sh\necho ${name}\n`, { mode: 0o755 });
        }
        const path = (name: string) => `${join(folder, name)}:/usr/bin:/bin`;
        const before = [fixture("twice"), `PATH=${path("first")}`];
        const [program = "", ...words] = init.argv;
        const found = program.startsWith("/") ? program : execFileSync("which", [program]).toString().trim();
        const located = { ...init, argv: [found, ...words] };
        await using run = start(located, { before, env: { PATH: path("second") }, command: ["probe"] });
        same("ending", await run.finished(), { code: 0 });
        same("output", run.out, "first\n");
      }),
  },
  {
    id: "env.13",
    title: "an unknown LISSOM_ variable of 5 KB is a warning, and the command runs",
    async run(init) {
      const env = { ...saying(init, {}), LISSOM_PORT_80_TCP: "x".repeat(5000) };
      await using run = start(init, { env, command: shell("exit 6") });
      same("ending", await run.finished(), { code: 6 });
      must(/"level":40.*LISSOM_PORT_80_TCP/.test(run.err), `no warning but ${run.err}`);
    },
  },
  {
    id: "env.14",
    title:
      "a known LISSOM_ variable of 5 KB works, or is refused with its name and the command is not started",
    async run(init) {
      const env = { ...saying(init, {}), LISSOM_STOP_ON: `${"TERM,".repeat(1000)}INT` };
      await using run = start(init, { env, command: shell("echo started") });
      const { code } = await run.finished();
      const refusal = code === 125 && run.out === "" && /^lissom: .*LISSOM_STOP_ON.*\n$/.test(run.err);
      const works = code === 0 && run.out === "started\n" && run.err === "";
      must(refusal || works, `exit code ${code} ${run.out}${run.err}`);
    },
  },
  {
    id: "env.15",
    title: "by the name of tini LISSOM_LOG_LEVEL beats TINI_VERBOSITY, whatever stands first",
    exempt: { node: "only the native body is called by other names" },
    run: (init) =>
      withFolder(async (folder) => {
        const words = init.argv.slice(0, -1);
        const named = join(folder, "tini");
        symlinkSync(init.argv.at(-1) ?? "", named);
        const own = saying(init, { logLevel: "error" });
        const theirs = { TINI_VERBOSITY: "3" };
        for (const env of [
          { ...own, ...theirs },
          { ...theirs, ...own },
        ]) {
          await using run = start({ ...init, argv: [...words, named] }, { env, command: shell("exit 6") });
          same("ending", await run.finished(), { code: 6 });
          same("stderr", run.err, "");
        }
      }),
  },
];
