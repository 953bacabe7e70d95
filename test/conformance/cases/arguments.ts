import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";

/** What the command gets as its arguments, and what the init prints about itself. */
export const argumentCases: Case[] = [
  {
    id: "args.1",
    title: "arguments that are no UTF-8 reach the command byte by byte",
    exempt: { node: limits.nodeBytes },
    async run(init) {
      const before = shell('exec "$@" "$(printf "a\\377\\200b")"');
      await using run = start(init, { before, command: shell('printf "%s" "$1" | od -An -tx1') });
      same("ending", await run.finished(), { code: 0 });
      same("bytes", run.out.trim(), "61 ff 80 62");
    },
  },
  {
    id: "args.2",
    title: "empty arguments, spaces and line ends reach the command as they are",
    async run(init) {
      const command = shell('printf "[%s]" "$@"', "", " a  b ", "c\nd", "", "é✓");
      await using run = start(init, { command });
      same("ending", await run.finished(), { code: 0 });
      same("arguments", Buffer.from(run.out, "latin1").toString(), "[][ a  b ][c\nd][][é✓]");
    },
  },
  {
    id: "args.3",
    title: "100,000 arguments reach the command",
    async run(init) {
      const command = shell('echo "$# $1"', ...Array.from({ length: 100_000 }, () => "x"));
      await using run = start(init, { command });
      same("ending", await run.finished(20_000), { code: 0 });
      same("arguments", run.out, "100000 x\n");
    },
  },
  {
    id: "args.4",
    title: "--help prints every option on stdout and ends with 0",
    async run(init) {
      await using run = start(init, { separator: false, flags: ["--help"], command: [] });
      same("ending", await run.finished(), { code: 0 });
      for (const word of [
        "--map",
        "--to",
        "--stop-on",
        "--grace",
        "--then",
        "--leftovers",
        "--exit-map",
        "LISSOM_GRACE",
      ]) {
        must(run.out.includes(word), `${word} is not in it`);
      }
    },
  },
  {
    id: "args.5",
    title: "--version prints one line on stdout and ends with 0",
    async run(init) {
      await using run = start(init, { separator: false, flags: ["--version"], command: [] });
      same("ending", await run.finished(), { code: 0 });
      must(/^.*\d+\.\d+\.\d+.*\n$/.test(run.out), `it printed ${JSON.stringify(run.out)}`);
    },
  },
  {
    id: "args.6",
    title: "the command has the init as its parent and leads a process group of its own",
    async run(init) {
      await using run = start(init, { command: shell('cut -d " " -f 4,5 /proc/$$/stat; echo $$') });
      await run.finished();
      const [parent, group, pid] = run.out.trim().split(/\s/);
      same("parent, group", [parent, group], ["1", pid]);
    },
  },
  {
    id: "args.7",
    title: "a long option takes its value after = as well",
    async run(init) {
      if (init.body === undefined) throw new Error("has no option like --grace=DURATION");
      await using run = start(init, { flags: ["--grace=250ms", "-m", "USR1=none"], command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.ended(), { code: 137 });
    },
  },
  {
    id: "args.8",
    title: "the short options mean what their long ones do",
    async run(init) {
      if (init.body === undefined) throw new Error("has no options of these names");
      const flags = ["-g", "250ms", "-m", "HUP=USR1", "-t", "child", "-e", "137=11", "-l", "silent"];
      await using run = start(init, { flags, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(1);
      await run.says(/main got 10/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 11 });
      same("stderr", run.err, "");
    },
  },
  {
    id: "fork.1",
    title: "where no process can be made, it ends with 125 and one line that says so",
    needs: ["strace"],
    exempt: { arm64: limits.qemuProcess, node: "an injected fault hits Node's own threads first" },
    async run(init) {
      const fault = "inject=fork,vfork,clone,clone3:error=EAGAIN";
      const before = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=process", "-e", fault];
      await using run = start(init, { before, place: "child", command: shell("echo started") });
      same("ending", await run.finished(), { code: 125 });
      same("lines on stderr", run.err.trim().split("\n").length, 1);
      same("output", run.out, "");
    },
  },
];
