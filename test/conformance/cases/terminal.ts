import { fixture } from "../../helpers/fixtures.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { childrenOf, foregroundGroupOf, stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell } from "../case.ts";
import { allAre, answers, ctrlC, ctrlZ, interactiveShell, jobOf, type, typeJob } from "./shell.ts";

const nodeExempt = { node: limits.nodeTerminal };
const endless = shell("echo up; exec sleep 1000");

/** The init between a shell, a terminal and a command. */
export const terminalCases: Case[] = [
  {
    id: "F1",
    title: "^C under a shell ends the command with 130, and the prompt comes back",
    async run(init) {
      await using run = interactiveShell();
      typeJob(run, init, endless);
      await run.says(/up\r\n/);
      type(run, ctrlC);
      type(run, "echo code$?.\n");
      await run.says(/code130\./, 4000);
    },
  },
  {
    id: "F2",
    title: "^Z under a shell suspends the init and the command, the prompt comes back, and fg resumes both",
    exempt: nodeExempt,
    async run(init) {
      await using run = interactiveShell();
      typeJob(run, init, endless);
      await run.says(/up\r\n/);
      const job = await jobOf(run);
      type(run, ctrlZ);
      await poll("both to be suspended", () => allAre(job, "T"), 4000);
      await answers(run, "prompt");
      type(run, "fg\n");
      await poll("both to go on", () => allAre(job, "SR"), 4000);
      type(run, ctrlC);
      type(run, "echo code$?.\n");
      await run.says(/code130\./, 4000);
    },
  },
  {
    id: "F3",
    title: "bg resumes a suspended command in the background",
    exempt: nodeExempt,
    async run(init) {
      await using run = interactiveShell();
      typeJob(run, init, endless);
      await run.says(/up\r\n/);
      const job = await jobOf(run);
      type(run, ctrlZ);
      await poll("both to be suspended", () => allAre(job, "T"), 4000);
      type(run, "bg\n");
      await poll("both to go on", () => allAre(job, "SR"), 4000);
      await answers(run, "prompt");
      type(run, "kill %1\n");
      await poll("the job to end", () => allAre(job, "Z-"), 4000);
    },
  },
  {
    id: "F4",
    title: "the command reads what is typed, also after ^Z and fg",
    exempt: nodeExempt,
    async run(init) {
      await using run = interactiveShell();
      const script = "echo up; while read line; do echo got-$line; done";
      typeJob(run, init, shell(script));
      await run.says(/up\r\n/);
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      const job = await jobOf(run);
      type(run, ctrlZ);
      await poll("both to be suspended", () => allAre(job, "T"), 4000);
      type(run, "fg\n");
      await poll("both to go on", () => allAre(job, "SR"), 4000);
      type(run, "two\n");
      await run.says(/got-two/, 4000);
    },
  },
  {
    id: "F5",
    title: "the shell has its terminal back when the command ends by itself",
    async run(init) {
      await using run = interactiveShell();
      typeJob(run, init, shell("exit 7"));
      type(run, "echo code$?.\n");
      await run.says(/code7\./, 8000);
      await answers(run, "prompt");
    },
  },
  {
    id: "F6",
    title: "as PID 1 on a terminal, ^C reaches the command and the command reads what is typed",
    async run(init) {
      const command = shell(
        "trap 'exit 9' INT; echo up; read line; echo got-$line; while :; do read x; done",
      );
      const around = [fixture("pty")];
      await using run = start(init, { around, before: scene("terminal"), stdin: "pipe", command });
      await run.says(/up\r\n/);
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      type(run, ctrlC);
      same("ending", await run.ended(), { code: 9 });
    },
  },
  {
    id: "F7",
    title: "as PID 1 on a terminal, where nobody could resume it, ^Z does not leave the command stopped",
    async run(init) {
      const around = [fixture("pty")];
      await using run = start(init, { around, before: scene("terminal"), stdin: "pipe", command: endless });
      await run.says(/up\r\n/);
      const [main = 0] = childrenOf(await run.pid());
      type(run, ctrlZ);
      await run.says(/\^Z/);
      await poll("the command to run", () => stateOf(main) === "S");
      await stays("the command was left stopped", 400, () => stateOf(main) !== "T" || nowRuns(main));
      must(!run.hasEnded(), "it has ended");
    },
  },
  {
    id: "G1",
    title: "a start in the background leaves the terminal to the shell",
    async run(init) {
      await using run = interactiveShell();
      await answers(run, "first");
      const sh = await run.pid();
      const before = foregroundGroupOf(sh);
      typeJob(run, init, shell("echo up; exec sleep 1000 </dev/null"), { behind: "&" });
      await run.says(/up\r\n/);
      must(foregroundGroupOf(sh) === before, "the terminal was taken from the shell");
      await answers(run, "prompt");
    },
  },
];

/** Stopped for a moment only is all right; the stop and the resumption are two events. */
function nowRuns(pid: number): boolean {
  const end = performance.now() + 200;
  while (performance.now() < end) if (stateOf(pid) !== "T") return true;
  return false;
}
