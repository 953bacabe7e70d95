import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell } from "../case.ts";

// Not through a shell: dash clears the mask of its children.
const mask = (field: string) => ["sed", "-n", `s/^${field}:.//p`, "/proc/self/status"];

/** What an init makes of the state that its launcher left. */
export const startCases: Case[] = [
  {
    id: "A1",
    title: "the end of the command is seen although SIGCHLD was ignored at the start",
    async run(init) {
      await using run = start(init, { before: scene("ignore", "17"), command: shell("exit 7") });
      same("ending", await run.ended(), { code: 7 });
    },
  },
  {
    id: "A2",
    title: "the same as an ordinary process",
    async run(init) {
      await using run = start(init, {
        before: scene("ignore", "17"),
        command: shell("exit 7"),
        place: "child",
      });
      same("ending", await run.ended(), { code: 7 });
    },
  },
  {
    id: "A3",
    title: "the command does not inherit the ignored SIGCHLD",
    async run(init) {
      await using run = start(init, { before: scene("ignore", "17"), command: mask("SigIgn") });
      same("ending", await run.finished(), { code: 0 });
      must((BigInt(`0x${run.out.trim()}`) & (1n << 16n)) === 0n, "SIGCHLD is ignored in the command");
    },
  },
  ...[[0], [1], [2], [0, 1, 2]].map(
    (closed, index): Case => ({
      id: `B${index + 1}`,
      title: `a command runs and is stopped where descriptor ${closed.join(", ")} is closed`,
      async run(init) {
        const before = scene(...closed.flatMap((fd) => ["close", String(fd)]));
        await using quick = start(init, { before, command: shell("exit 7") });
        same("ending", await quick.ended(), { code: 7 });
        await using failing = start(init, { before, command: ["/no/such/file"] });
        must((await failing.ended()).code !== 0, "a missing command was no error");
      },
    }),
  ),
  {
    id: "E1",
    title: "TERM ends the command although the launcher had blocked it",
    async run(init) {
      const command = shell("echo ready; exec sleep 100");
      await using run = start(init, { before: scene("block", "15"), command });
      await run.says(/ready/);
      await run.signal(15);
      same("ending", await run.ended(), { code: 143 });
    },
  },
  {
    id: "E2",
    title: "the command starts with an empty signal mask",
    async run(init) {
      for (const before of [[], scene("block", "1", "block", "20", "block", "34")]) {
        await using run = start(init, { before, command: mask("SigBlk") });
        same("ending", await run.finished(), { code: 0 });
        same("mask", run.out.trim(), "0000000000000000");
      }
    },
  },
  {
    id: "E3",
    title: "an ignored HUP stays ignored in the command, as nohup wants it",
    exempt: { node: limits.nodeMask, arm64: limits.qemuProcess },
    async run(init) {
      await using run = start(init, { before: scene("ignore", "1"), command: mask("SigIgn") });
      same("ending", await run.finished(), { code: 0 });
      same("ignored signals", run.out.trim(), "0000000000000001");
    },
  },
  {
    id: "E4",
    title: "the command starts with no signal ignored where the launcher ignored none",
    async run(init) {
      await using run = start(init, { command: mask("SigIgn") });
      await run.finished();
      same("ignored signals", run.out.trim(), "0000000000000000");
    },
  },
  {
    id: "W1",
    title: "LISTEN_PID names the command where LISTEN_FDS was passed in",
    async run(init) {
      const env = { LISTEN_FDS: "1", LISTEN_PID: "1" };
      for (const place of ["pid1", "child"] as const) {
        await using run = start(init, { env, place, command: shell('echo "pid $LISTEN_PID $$"') });
        const [, listed, own] = await run.says(/pid (\d*) (\d+)/);
        same("LISTEN_PID", listed, own);
      }
    },
  },
  {
    id: "W2",
    title: "LISTEN_PID stays as it is where no LISTEN_FDS was passed in",
    async run(init) {
      await using run = start(init, { command: shell('echo "pid=$LISTEN_PID."') });
      await run.says(/pid=\./);
    },
  },
];
