import { fixture } from "../helpers/fixtures.ts";
import type { Init } from "../helpers/inits.ts";
import { type Run, type Setup, start } from "../helpers/run.ts";
import type { Difference } from "./deliberate.ts";
import type { Trial } from "./trial.ts";

/** How long something is given that an original never does; where it is done at all, it is done at once. */
const hangMs = 5_000;

/** Runs to the end. @returns the exit code, "signal N", or "hangs" where there is no end */
export async function ending(init: Init, setup: Setup): Promise<number | string> {
  await using run = start(init, setup);
  return await endOf(run);
}

/** How a run ends whose launcher left SIGCHLD ignored, once its command has ended. */
export async function endingWithoutChildSignal(init: Init): Promise<number | string> {
  await using run = start(init, { before: scene("ignore", "17"), separator: true, command: listener() });
  await run.says(/main ready/);
  await run.signal(64);
  await run.says(/main exits/);
  return await endOf(run);
}

/** How a run ends that is about to end. */
export async function endOf(run: Run): Promise<number | string> {
  // Only an original hangs, and its namespace is taken down by the caller.
  const ended = await run.ended(hangMs).catch(() => undefined);
  return ended === undefined ? "hangs" : (ended.code ?? `signal ${ended.signal}`);
}

/** Runs a command to the end and returns its stdout and the exit code. */
export async function output(init: Init, setup: Setup): Promise<{ code: number | undefined; out: string }> {
  await using run = start(init, setup);
  const { code } = await run.finished();
  return { code, out: run.out };
}

/** Where the init says what its words ask for. */
export const place =
  (...list: string[]) =>
  async (init: Init): Promise<"stdout" | "stderr"> => {
    await using run = start(init, { command: list, separator: false });
    await run.finished();
    return run.out === "" ? "stderr" : "stdout";
  };

/** A trial of words alone: what they make the init exit with. The words behind the first blank are the init's too. */
export function words(line: string, code: number, why?: Difference, original?: number): Trial {
  return wordList(line === "" ? [] : line.split(" "), code, why, original);
}

/** As `words`, for words with blanks in them. */
export function wordList(list: string[], code: number, why?: Difference, original?: number): Trial {
  return {
    title: `${JSON.stringify(list.join(" "))} exits with ${code}`,
    run: (init) => ending(init, { command: list, separator: false }),
    expected: code,
    ...(why === undefined ? {} : { why, original }),
  };
}

/** A command that says every signal and exits with 40 on the last real-time signal, 64. */
export function listener(name = "main"): string[] {
  return [fixture("signals"), name, "64=40"];
}

/** A command that is a group of two: "main", which exits with 40 on signal 64, and its child "other". */
export const pair = ["/bin/sh", "-c", '"$0" other & exec "$0" main 64=40', fixture("signals")];

/** The words that set a scene with the fixture `with`, to stand in front of an init. */
export function scene(...verbs: string[]): string[] {
  return [fixture("with"), ...verbs, "--"];
}

/** Sends the signals one by one, waiting for each to be heard. @returns what "main" heard, in order */
export async function heard(run: Run, sent: number[], got: (signo: number) => number): Promise<number[]> {
  await run.says(/main ready/);
  for (const signo of sent) {
    await run.signal(signo);
    await run.says(new RegExp(`main got ${got(signo)}\n`), hangMs);
  }
  return [...run.out.matchAll(/main got (\d+)/g)].map((match) => Number(match[1]));
}
