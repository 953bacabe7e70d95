import { fixture } from "../../helpers/fixtures.ts";
import { type Init, noInit } from "../../helpers/inits.ts";
import type { Options } from "../../helpers/options.ts";
import { poll } from "../../helpers/poll.ts";
import { descendantsOf, stateOf } from "../../helpers/proc.ts";
import { initWords, type Run, start } from "../../helpers/run.ts";
import { scene } from "../case.ts";

/** What a terminal sends for the key. */
export const ctrlC = "\x03";
/** What a terminal sends for the key. */
export const ctrlZ = "\x1a";

/** An interactive shell with job control on a terminal of its own. */
export function interactiveShell(program = ["/bin/sh", "-i"]): Run {
  const command = [...scene("terminal"), ...program];
  return start(noInit, {
    around: [fixture("pty")],
    stdin: "pipe",
    place: "child",
    env: { PS1: "" },
    command,
  });
}

/** Types at the terminal. */
export const type = (run: Run, text: string) => void run.process.stdin?.write(text);

/** What stands around an init on a command line. */
interface Around {
  /** Such as `echo x |`. */
  before?: string;
  /** Such as `&`. */
  behind?: string;
  options?: Options;
}

/** Types a command line; the words of the init are quoted for the shell. */
export function typeJob(
  run: Run,
  init: Init,
  command: string[],
  { before = "", behind = "", options = {} }: Around = {},
): void {
  const words = initWords(init, { command, options, place: "child" });
  type(run, `${before} ${words.map((word) => `'${word}'`).join(" ")} ${behind}\n`);
}

/** Has the shell say something that is not in what was typed, and so is no echo. */
export async function answers(run: Run, word: string, script = ""): Promise<void> {
  type(run, `echo ${word}$((40+2))${script}\n`);
  await run.says(new RegExp(`${word}42`), 4000);
}

/** The pids of the job's processes: the init and its command. */
export const jobOf = async (run: Run, least = 2) =>
  poll("the job", async () => {
    const pids = descendantsOf(await run.pid());
    return pids.length >= least && pids;
  });

/** Whether each process has one of the states; "-" is one that is gone. */
export const allAre = (pids: number[], states: string) =>
  pids.every((pid) => states.includes(stateOf(pid) ?? "-"));
