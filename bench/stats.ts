/** Returns the value below which the share `q` (0 to 1) of the values lies, interpolated between neighbours. */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new Error("quantile: no values: measure at least once");
  if (!(q >= 0 && q <= 1)) throw new Error(`quantile: ${q}: a share from 0 to 1 is needed`);
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * q;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (position - below);
}

/** Returns the middle value, which a few disturbed runs do not move. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The middle half of a series, in the unit of its values. */
export interface Summary {
  readonly low: number;
  readonly median: number;
  readonly high: number;
  readonly count: number;
}

/** Summarises a series by its quartiles. */
export function summarize(values: readonly number[]): Summary {
  return {
    low: quantile(values, 0.25),
    median: median(values),
    high: quantile(values, 0.75),
    count: values.length,
  };
}

/**
 * Returns `values[n] - base[n]` for every round n. Pairing by round takes out what disturbed the whole round.
 * Series of different lengths were not measured in the same rounds, which is an error.
 */
export function pairedDifferences(values: readonly number[], base: readonly number[]): number[] {
  if (values.length !== base.length) {
    throw new Error(
      `paired differences: ${values.length} values, ${base.length} to subtract: one a round is needed`,
    );
  }
  return values.map((value, round) => value - (base[round] as number));
}

/** Returns value / reference, and NaN for a reference that is not above zero: no ratio can be told from it. */
export function ratio(value: number, reference: number): number {
  return reference > 0 ? value / reference : Number.NaN;
}
