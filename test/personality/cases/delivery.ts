import type { Init } from "../../helpers/inits.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { endOf, heard, listener, pair } from "../observe.ts";
import type { Trial } from "../trial.ts";

/** The signals that every init passes on as they are. */
const plainSignals = [1, 3, 10, 12, 13, 14, 16, 18, 23, 24, 25, 26, 27, 28, 29, 30, 34, 35, 63, 64];

/** What the command hears of one signal, or "nothing", which a second one proves that is not rewritten. */
export const hears =
  (signo: number, setup: Partial<Setup> = {}, marker = 64) =>
  async (init: Init): Promise<number[]> => {
    await using run = start(init, { ...setup, separator: true, command: listener() });
    await run.says(/main ready/);
    await run.signal(signo);
    await run.signal(marker);
    await run.says(new RegExp(`main got ${marker}\n`));
    return [...run.out.matchAll(/main got (\d+)/g)].map((match) => Number(match[1]));
  };

/** Who of a command and its child gets a signal. */
export const reaches =
  (setup: Partial<Setup> = {}) =>
  async (init: Init): Promise<string[]> => {
    await using run = start(init, { ...setup, separator: true, command: pair });
    await run.says(/main ready/);
    const other = await run.pidOf("other");
    await run.signal(10);
    await run.says(/main got 10/);
    // Standard signals come first: had it got 10 with the command, it would say so before 34.
    process.kill(other, 34);
    await run.says(/other got 34/);
    return [...run.out.matchAll(/(\w+) got 10\n/g)].map((match) => match[1] ?? "").sort();
  };

/** What every init does with signals alike. */
export const deliveryTrials: Trial[] = [
  {
    title: "signals reach the command one by one, as they are",
    async run(init) {
      await using run = start(init, { separator: true, command: listener() });
      return { got: await heard(run, plainSignals, (signo) => signo), end: await endOf(run) };
    },
    expected: { got: plainSignals, end: 40 },
  },
  ...[15, 2].map((signo) => ({
    title: `signal ${signo} does not end a command that ignores it`,
    async run(init: Init) {
      await using run = start(init, { separator: true, command: listener() });
      return await heard(run, [signo, 10, 64], (sent) => sent);
    },
    expected: [signo, 18, 10, 64],
    why: "continues" as const,
    original: [signo, 10, 64],
  })),
];
