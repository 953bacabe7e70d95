import { fixture } from "../../helpers/fixtures.ts";
import { type Init, noInit } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { descendantsOf, stateOf } from "../../helpers/proc.ts";
import { type Run, start } from "../../helpers/run.ts";
import { scene } from "../observe.ts";

/** How long a shell on a terminal is given for what it does at once. */
const promptMs = 2_000;

/** Starts a job of an init and a command in an interactive shell. */
async function startJob(init: Init, flags: string[]): Promise<{ run: Run; job: number[] }> {
  const run = start(noInit, {
    around: [fixture("pty")],
    stdin: "pipe",
    place: "child",
    env: { PS1: "" },
    command: [...scene("terminal"), "/bin/sh", "-i"],
  });
  const words = [...init.argv, ...flags, "--", "/bin/sh", "-c", "echo up; exec sleep 1000"];
  type(run, `${words.map((word) => `'${word}'`).join(" ")}\n`);
  await run.says(/up\r\n/);
  const job = await poll("the job", async () => {
    const pids = descendantsOf(await run.pid());
    return pids.length === 2 && pids;
  });
  return { run, job };
}

const type = (run: Run, text: string) => void run.process.stdin?.write(text);
const all = (pids: number[], states: string) => pids.every((pid) => states.includes(stateOf(pid) ?? "-"));

/** Whether ^Z suspends the init and its command, the prompt comes back, and fg resumes both. */
export const suspendsAndResumes =
  (...flags: string[]) =>
  async (init: Init): Promise<boolean> => {
    const { run, job } = await startJob(init, flags);
    await using _ = run;
    type(run, "\x1a");
    const suspended = await poll("both to be suspended", () => all(job, "T"), promptMs).catch(() => false);
    if (!suspended) return false;
    type(run, "echo prompt$((40+2))\n");
    await run.says(/prompt42/);
    type(run, "fg\n");
    await poll("both to be resumed", () => all(job, "S"));
    return true;
  };

/** The exit code that the shell shows once ^C was typed. */
export const interrupted =
  (...flags: string[]) =>
  async (init: Init): Promise<string | undefined> => {
    const { run } = await startJob(init, flags);
    await using _ = run;
    type(run, "\x03");
    type(run, "echo code$?.\n");
    return (await run.says(/code(\d+)\./))[1];
  };
