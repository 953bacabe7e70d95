import { readIds, takeValue } from "./option-values.ts";

/** What the user asked of the bench. */
export interface BenchOptions {
  readonly quick: boolean;
  readonly only: readonly string[];
  readonly rounds: number | null;
  /** The folder for the report and the plot; null writes neither. */
  readonly out: string | null;
}

const USAGE = `npm run bench -- [options]
  --quick            a smoke run of less than a minute, which writes no report
  --only ID,ID       only these measures
  --rounds N         repetitions of each measure, instead of its own number
  --out FOLDER       where benchmarks.md and benchmarks.svg go [docs]; a part of the measures writes them only then`;

/** Reads the command line; throws the usage text after what is wrong. */
export function parseOptions(words: readonly string[], known: readonly string[]): BenchOptions {
  let options: BenchOptions = { quick: false, only: [], rounds: null, out: null };
  const rest = [...words];
  const valueFor = (option: string) => takeValue(option, rest, USAGE);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--quick") options = { ...options, quick: true };
    else if (word === "--only")
      options = { ...options, only: readIds(word, valueFor(word), known, "measure") };
    else if (word === "--rounds") options = { ...options, rounds: roundsIn(valueFor(word)) };
    else if (word === "--out") options = { ...options, out: valueFor(word) };
    else throw new Error(`${word}: no such option\n${USAGE}`);
  }
  return options;
}

function roundsIn(value: string): number {
  if (!/^[1-9]\d{0,6}$/.test(value))
    throw new Error(`--rounds ${value}: a number from 1 to 9999999 is needed`);
  return Number(value);
}
