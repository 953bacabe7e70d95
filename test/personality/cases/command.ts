import { fixture } from "../../helpers/fixtures.ts";
import type { Init } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { field } from "../../helpers/proc.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { ending, endOf, output, scene } from "../observe.ts";
import type { Trial } from "../trial.ts";

const report = `read -r pid name state parent group session rest < /proc/self/stat
[ $group = $pid ] && echo own group; [ $session = $pid ] && echo own session; true`;

/** What the command finds about its group and session, as the lines that it prints. */
export const groupAndSession =
  (setup: Partial<Setup> = {}) =>
  async (init: Init): Promise<string[]> => {
    const { out } = await output(init, { ...setup, separator: true, command: ["/bin/sh", "-c", report] });
    return out.split("\n").slice(0, -1);
  };

/** The command's signal mask or ignored signals, in hexadecimal, where lissom was started in that scene. */
export const signalSet =
  (name: "SigBlk" | "SigIgn", ...verbs: string[]) =>
  async (init: Init): Promise<string | undefined> => {
    const command = ["grep", name, "/proc/self/status"];
    const { out } = await output(init, { before: scene(...verbs), separator: true, command });
    return out.match(/[1-9a-f][0-9a-f]*$/m)?.[0];
  };

/** Whether the command finds SIGCHLD ignored where the launcher had left it so. The init need not end. */
export async function ignoresChild(init: Init): Promise<boolean> {
  const command = ["grep", "SigIgn", "/proc/self/status"];
  await using run = start(init, { before: scene("ignore", "17"), separator: true, command });
  return ((await run.says(/SigIgn:\s*([0-9a-f]+)/))[1] ?? "").endsWith("10000");
}

/** Whether an orphan becomes the init's child, and whether it ends as a zombie that somebody else must reap. */
export const adopts =
  (setup: Partial<Setup> = {}) =>
  async (init: Init): Promise<boolean> => {
    const command = ["/bin/sh", "-c", '("$0" other &); exec "$0" main', fixture("signals")];
    await using run = start(init, { place: "child", ...setup, separator: true, command });
    const other = await run.pidOf("other");
    const pid = await run.pid();
    const parents = [String(pid), String(await run.first())];
    await poll("the orphan to be adopted", () => parents.includes(field(other, "PPid") ?? ""));
    return field(other, "PPid") === String(pid);
  };

/** How the init ends when the command has left a process behind, and whether that one is alive and what it got. */
export const leavesBehind =
  (...flags: string[]) =>
  async (init: Init): Promise<unknown> => {
    const script = '"$0" other & read -r line; exit 3';
    const setup: Setup = { place: "child", stdin: "pipe", flags, command: [] };
    await using run = start(init, { ...setup, command: ["--", "/bin/sh", "-c", script, fixture("signals")] });
    const other = await run.pidOf("other");
    run.process.stdin?.end("go\n");
    const code = await endOf(run);
    process.kill(other, 64);
    await run.says(/other got 64/);
    return { code, got: [...run.out.matchAll(/other got (\d+)/g)].map((match) => Number(match[1])) };
  };

const codes = [0, 1, 2, 124, 125, 126, 127, 128, 129, 137, 143, 254, 255];
const deaths = [1, 2, 6, 9, 11, 15, 31, 34, 64];

/** What every init does with a command alike. */
export const commandTrials: Trial[] = [
  {
    title: "the command's exit codes are passed on",
    run: (init) =>
      Promise.all(
        codes.map((code) => ending(init, { separator: true, command: ["/bin/sh", "-c", `exit ${code}`] })),
      ),
    expected: codes,
  },
  {
    title: "a command that dies of signal n ends the init with 128+n",
    run: (init) =>
      Promise.all(
        deaths.map((signo) => ending(init, { separator: true, command: [fixture("die"), `${signo}`] })),
      ),
    expected: deaths.map((signo) => 128 + signo),
  },
  {
    title: "the command gets its words, the environment and stdin as they were",
    async run(init) {
      const script = 'read -r line; echo "$#:$1:$2:$WORD:$line"';
      const command = ["--", "/bin/sh", "-c", script, "sh", "a  b", "-g"];
      await using run = start(init, { command, separator: false, stdin: "pipe", env: { WORD: "value" } });
      run.process.stdin?.end("typed\n");
      await run.finished();
      return run.out;
    },
    expected: "2:a  b:-g:value:typed\n",
  },
  {
    title: "without more words, nothing is on stderr as PID 1",
    async run(init) {
      await using run = start(init, { separator: true, command: ["true"] });
      await run.finished();
      return run.err;
    },
    expected: "",
  },
];
