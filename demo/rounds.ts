import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { get } from "./client.ts";
import type { Life, Note } from "./life.ts";

/** A round of the demo: what is run, and what has to be seen. */
export interface Round {
  title: string;
  /** lissom's options and the command. */
  words: readonly string[];
  /** Variables for the command. */
  env(folder: string): NodeJS.ProcessEnv;
  /** Plays the round up to its stop. */
  play(life: Life, folder: string): Promise<void>;
  /** What was promised, each with whether it was seen. */
  promises(life: Life, exitCode: number): Record<string, boolean>;
}

const script = (name: string) =>
  relative(process.cwd(), fileURLToPath(new URL(`./${name}.sh`, import.meta.url)));
const GRACE_MS = 1000;
const socket = (folder: string) => join(folder, "socket");

/** An application that a script has started, with an orphan, and with a request in flight when the stop comes. */
const graceful: Round = {
  title: "Round 1: an HTTP application that a script starts; a request is in flight when the stop comes",
  words: ["--", "sh", script("entrypoint")],
  env: (folder) => ({ PORT: socket(folder) }),
  async play(life, folder) {
    const { text } = await life.until("the script's orphan", isOrphan);
    await life.until("the end of the orphan", (note) => isEndOf(text, note));
    await life.until("the application", (note) => note.text === "ready");
    const answered = get(life, socket(folder));
    await life.until("the request in flight", (note) => note.text === "request started");
    life.stop();
    await answered;
  },
  promises: (life, exitCode) => ({
    "orphan reaped": life.notes.some((note) => isEndOf(life.notes.find(isOrphan)?.text, note)),
    "application told to stop": life.notes.some(({ text }) => text === "stopping"),
    "request answered after the stop": isAnsweredBehindStop(life),
    "nothing killed": life.entry("killSent") === undefined,
    "exit code 143, the script's": hasEndedWith(life, exitCode, 143),
  }),
};

/** An application that does not listen. */
const stubborn: Round = {
  title: "Round 2: an application that ignores SIGTERM",
  words: ["--grace", `${GRACE_MS / 1000}s`, "--", "sh", script("stubborn")],
  env: () => ({}),
  async play(life) {
    await life.until("the application", ({ text }) => text === "ready");
    life.stop();
  },
  promises: (life, exitCode) => ({
    "SIGKILL once the grace was over": waitedMs(life) >= GRACE_MS,
    "application ended by it": life.entry("mainExited")?.entry?.signal === "SIGKILL",
    "exit code 137": hasEndedWith(life, exitCode, 137),
  }),
};

/** The rounds, in their order. */
export const ROUNDS: readonly Round[] = [graceful, stubborn];

function isOrphan({ who, text }: Note): boolean {
  return who === "application" && text.startsWith("orphan ");
}

/** Whether lissom has reaped the process that a script announced as `orphan PID`. */
function isEndOf(announced: string | undefined, { entry }: Note): boolean {
  return entry?.event === "orphanReaped" && announced === `orphan ${entry.orphanPid}`;
}

function isAnsweredBehindStop({ notes }: Life): boolean {
  const stop = notes.find(({ entry }) => entry?.event === "stopRequested");
  const answer = notes.find(({ who, text }) => who === "client" && text === "answer 200: finished");
  return stop !== undefined && answer !== undefined && answer.timeMs > stop.timeMs;
}

function waitedMs(life: Life): number {
  // From before the signal was sent: lissom may write its entry late.
  const from = life.notes.find(({ who }) => who === "you")?.timeMs ?? Number.POSITIVE_INFINITY;
  return (life.entry("killSent")?.timeMs ?? 0) - from;
}

/** Both lissom and whoever started it must say so. */
function hasEndedWith(life: Life, exitCode: number, expected: number): boolean {
  return exitCode === expected && life.entry("finished")?.entry?.exitCode === expected;
}
