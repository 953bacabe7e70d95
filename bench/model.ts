import type { Init } from "./inits.ts";

/** What a bar came to: `met` is null where nothing could be decided, and `detail` says why. */
export interface Verdict {
  readonly bar: string;
  readonly met: boolean | null;
  readonly detail: string;
}

/** One panel of the plot: a bar for each init, in one unit, less being better. */
export interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly { readonly init: Init; readonly value: number }[];
}

/** What a measure hands to the report: a table, the verdicts, remarks and panels. */
export interface Result {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly verdicts: readonly Verdict[];
  readonly notes: readonly string[];
  readonly panels: readonly Panel[];
}

/** What a measure is given. `rounds` scales its repetitions; `quick` asks for a smoke run of a few seconds. */
export interface Context {
  readonly inits: readonly Init[];
  readonly quick: boolean;
  /** Returns the number of repetitions: the user's, a fraction of `full` when quick, else `full`. */
  rounds(full: number): number;
  /** Returns the path of a compiled program of bench/native. */
  tool(name: string): string;
  /** A folder for this run's files, removed at its end. */
  readonly folder: string;
}

/** A question, how it is asked, and what the answer should be at least. */
export interface Measure {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly bar: string;
  run(context: Context): Promise<Result>;
}
