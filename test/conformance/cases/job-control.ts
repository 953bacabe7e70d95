import { fixture } from "../../helpers/fixtures.ts";
import { poll } from "../../helpers/poll.ts";
import { childrenOf, foregroundGroupOf, outerPid } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell, talker } from "../case.ts";
import { allAre, answers, ctrlC, ctrlZ, interactiveShell, jobOf, type, typeJob } from "./shell.ts";

const nodeExempt = { node: limits.nodeTerminal };
const bash = ["bash", "--norc", "--noprofile", "--noediting", "-i"];

/** Job control in less common places: without a shell, in a pipeline, changed while the command runs. */
export const jobControlCases: Case[] = [
  {
    id: "F8",
    title:
      "as a session leader without a shell, ^Z leaves the command running, and the terminal stays its own",
    exempt: nodeExempt,
    async run(init) {
      const command = shell("echo up; while read line; do echo got-$line; done");
      const around = [fixture("pty")];
      await using run = start(init, {
        around,
        before: scene("terminal"),
        place: "child",
        stdin: "pipe",
        command,
      });
      await run.says(/up\r\n/);
      const [main = 0] = childrenOf(await run.pid());
      type(run, ctrlZ);
      await run.says(/\^Z/);
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      same("foreground group", foregroundGroupOf(main), main);
    },
  },
  {
    id: "F9",
    title: "in a pipeline one ^Z brings the prompt back, and fg resumes the whole pipeline",
    exempt: nodeExempt,
    needs: ["bash"],
    async run(init) {
      await using run = interactiveShell(bash);
      typeJob(run, init, shell("echo up >&2; exec sleep 1000"), { behind: "| cat" });
      await run.says(/up\r\n/);
      const job = await jobOf(run, 3);
      type(run, ctrlZ);
      await poll("all to be suspended", () => allAre(job, "T"), 4000);
      await answers(run, "prompt");
      type(run, "fg\n");
      await poll("all to go on", () => allAre(job, "SR"), 4000);
      type(run, ctrlC);
      await answers(run, "second");
      await poll("all to end", () => allAre(job, "Z-"), 4000);
    },
  },
  {
    id: "F10",
    title: "a job that was started in the background reads what is typed once fg brought it to the front",
    exempt: nodeExempt,
    needs: ["bash"],
    async run(init) {
      await using run = interactiveShell(bash);
      const script = 'trap "read line; echo got-\\$line; exit" USR1; echo up; while :; do sleep 0.05; done';
      typeJob(run, init, shell(script), { behind: "&" });
      await run.says(/up\r\n/);
      const sh = await run.pid();
      const [job = 0] = childrenOf(sh);
      const [main = 0] = childrenOf(job);
      type(run, "fg\n");
      await poll("the job to be in front", () => [job, main].includes(foregroundGroupOf(sh) ?? 0));
      process.kill(main, "SIGUSR1");
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      await answers(run, "prompt");
    },
  },
  {
    id: "F11",
    title: "with a pipe as stdin, a command reads what is typed from /dev/tty",
    exempt: nodeExempt,
    async run(init) {
      await using run = interactiveShell();
      const script = "read piped; echo up-$piped; read line </dev/tty; echo got-$line";
      typeJob(run, init, shell(script), { before: "echo x |" });
      await run.says(/up-x\r\n/);
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      await answers(run, "prompt");
    },
  },
  {
    id: "F13",
    title:
      "behind a pipe from a program that reads the terminal, the command leaves the terminal to that one",
    exempt: nodeExempt,
    needs: ["bash"],
    async run(init) {
      await using run = interactiveShell(bash);
      typeJob(run, init, shell("read line; echo got-$line"), { before: "cat |" });
      const job = await jobOf(run, 3);
      type(run, "one\n");
      await run.says(/got-one/, 4000);
      type(run, ctrlC);
      await poll("all to end", () => allAre(job, "Z-"), 4000);
      await answers(run, "prompt");
    },
  },
  {
    id: "F12",
    title: "once the command has ended and its leftovers are waited for, ^C reaches them through the init",
    exempt: { arm64: limits.qemuSubreaper },
    needs: ["setsid"],
    async run(init) {
      await using run = interactiveShell();
      const command = shell('setsid "$@" & exit 0', ...talker("left", "2=0"));
      typeJob(run, init, command, { options: { leftovers: "wait" } });
      const left = await run.pidOf("left");
      const [job = 0] = childrenOf(await run.pid());
      await poll("the leftover to be adopted", () => childrenOf(job).includes(left), 4000);
      await poll("the terminal to be the init's", () => foregroundGroupOf(job) === job, 4000);
      type(run, ctrlC);
      await run.says(/left got 2\r\n/, 4000);
      type(run, "echo code$?.\n");
      await run.says(/code0\./, 4000);
    },
  },
  {
    id: "G2",
    title: "a start in the background in a PID namespace of its own leaves the terminal to the shell",
    needs: ["unshare"],
    async run(init) {
      await using run = interactiveShell();
      await answers(run, "first");
      const sh = await run.pid();
      const before = foregroundGroupOf(sh);
      const namespace = "unshare --pid --fork --mount-proc --kill-child";
      typeJob(run, init, talker("main", "15=0"), { before: namespace, behind: "&" });
      await run.says(/main ready/);
      must(outerPid(await run.first(), 1) !== undefined, "there is no namespace");
      must(foregroundGroupOf(sh) === before, "the terminal was taken from the shell");
      await answers(run, "prompt");
    },
  },
];
