import { readIds, takeValue } from "../bench/option-values.ts";

/** What the user asked of the drill. */
export interface DrillOptions {
  readonly quick: boolean;
  /** Ids of scenarios; empty for all. */
  readonly only: readonly string[];
  /** The folder for the page and the picture; null writes neither. */
  readonly out: string | null;
}

const USAGE = `npm run drill -- [options]
  --quick            one roll under a small load, which writes no page
  --only ID,ID       only these scenarios
  --out FOLDER       where rolling-update.md and rolling-update.svg go [docs]; a part of the scenarios, a quick
                     run and one in which something failed write them only then`;

/** Reads the command line; throws the usage text after what is wrong. */
export function parseOptions(words: readonly string[], known: readonly string[]): DrillOptions {
  let options: DrillOptions = { quick: false, only: [], out: null };
  const rest = [...words];
  const valueFor = (option: string) => takeValue(option, rest, USAGE);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--quick") options = { ...options, quick: true };
    else if (word === "--only")
      options = { ...options, only: readIds(word, valueFor(word), known, "scenario") };
    else if (word === "--out") options = { ...options, out: valueFor(word) };
    else throw new Error(`${word}: no such option\n${USAGE}`);
  }
  return options;
}
