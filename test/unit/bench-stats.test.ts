import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, pairedDifferences, quantile, ratio, summarize } from "../../bench/stats.ts";

const series = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 50 });

describe("bench statistics", () => {
  it("take the middle value of an odd count and the mean of the two middle ones of an even count", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });

  it("interpolate a quantile between its two neighbours", () => {
    expect(quantile([10, 20, 30, 40, 50], 0.25)).toBe(20);
    expect(quantile([0, 100], 0.99)).toBeCloseTo(99, 10);
  });

  it("leave the series that they are given in its order", () => {
    const values = [3, 1, 2];
    summarize(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("refuse an empty series and a share outside 0 to 1", () => {
    expect(() => median([])).toThrow("no values");
    expect(() => quantile([1], 1.01)).toThrow("a share from 0 to 1");
    expect(() => quantile([1], Number.NaN)).toThrow("a share from 0 to 1");
  });

  it("pair each value with the base of the same round", () => {
    expect(pairedDifferences([5, 7, 9], [1, 2, 3])).toEqual([4, 5, 6]);
    expect(() => pairedDifferences([1, 2], [1])).toThrow("2 values, 1 to subtract");
  });

  it("tell no ratio from a reference that is not above zero", () => {
    expect(ratio(1, 4)).toBe(0.25);
    expect(ratio(1, 0)).toBeNaN();
    expect(ratio(1, -2)).toBeNaN();
  });

  it("keep quantiles between the extremes, in order, and independent of the order of the series", () => {
    fc.assert(
      fc.property(series, (values) => {
        const { low, median: middle, high, count } = summarize(values);
        expect(count).toBe(values.length);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(middle).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(middle);
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(summarize([...values].reverse())).toEqual({ low, median: middle, high, count });
      }),
    );
  });
});
