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
  --out FOLDER       where rolling-update.md and rolling-update.svg go [docs]; a part of the scenarios or a quick run
                     writes them only then`;

/** Reads the command line; throws the usage text after what is wrong. */
export function parseOptions(words: readonly string[], known: readonly string[]): DrillOptions {
  let options: DrillOptions = { quick: false, only: [], out: null };
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--quick") options = { ...options, quick: true };
    else if (word === "--only") options = { ...options, only: scenariosIn(valueFor(word, rest), known) };
    else if (word === "--out") options = { ...options, out: valueFor(word, rest) };
    else throw new Error(`${word}: no such option\n${USAGE}`);
  }
  return options;
}

function valueFor(option: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw new Error(`${option}: a value is missing\n${USAGE}`);
  return value;
}

function scenariosIn(value: string, known: readonly string[]): string[] {
  const ids = value.split(",");
  const strange = ids.find((id) => !known.includes(id));
  if (strange === undefined) return ids;
  throw new Error(`--only ${strange}: no such scenario: there are ${known.join(", ")}`);
}
