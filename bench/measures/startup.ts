import type { Init } from "../inits.ts";
import { barsOf, type Figures, judgeShare, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Panel, Result, Verdict } from "../model.ts";
import { median, pairedDifferences, summarize } from "../stats.ts";
import { timeCommands } from "../timing.ts";

type Mode = "pid1" | "plain";

/* The measuring program changes its PID namespace between runs, which takes root, also with user namespaces. */
const MODES: readonly Mode[] = process.geteuid?.() === 0 ? ["pid1", "plain"] : ["plain"];
const TITLES = { pid1: "as PID 1", plain: "not PID 1" };
const ROUNDS = 1500;

/** How much longer a command takes from start to end under an init, as PID 1 and as an ordinary process. */
export const startup: Measure = {
  id: "startup",
  title: "Start-up cost",
  unit: "ms",
  bar: "at most half of the best peer's (time of `init true` minus time of `true`)",
  run,
};

interface Costs {
  readonly bareNs: number;
  /** Each init's cost in every round, in nanoseconds. */
  readonly series: ReadonlyMap<Init, readonly number[]>;
  readonly medians: Figures;
}

async function run(context: Context): Promise<Result> {
  const rows: string[][] = [];
  const verdicts: Verdict[] = [];
  const panels: Panel[] = [];
  for (const mode of MODES) {
    const costs = await costsIn(context, mode);
    const bar = `start-up cost, ${TITLES[mode]}: at most 1/2 of the best peer's`;
    rows.push(...rowsOf(costs, TITLES[mode]));
    verdicts.push(judgeShare(bar, costs.medians, 0.5, (ns) => `${ms(ns)} ms`));
    const inMs = new Map([...costs.medians].map(([init, ns]) => [init, ns / 1e6]));
    panels.push({ title: `Start-up cost, ${TITLES[mode]}`, unit: "ms", bars: barsOf(inMs) });
  }
  return {
    columns: ["init", "cost, ms", "quartiles", "of the best peer"],
    rows,
    verdicts,
    notes: [
      `Medians of ${context.rounds(ROUNDS)} differences, each paired with the bare run of the same round; from before vfork`,
      "to after wait4. Where it is not PID 1, tini runs with -s, since lissom adopts orphans there too.",
      ...(MODES.includes("pid1") ? [] : ["Not run by root, so that the start as PID 1 could not be timed."]),
    ],
    panels,
  };
}

async function costsIn(context: Context, mode: Mode): Promise<Costs> {
  const inits = context.inits.filter((init) => init.kind !== "node");
  const noop = [context.tool("noop")];
  const underInits = inits.map((init) => [
    ...(mode === "pid1" ? init.prefix : init.subreaperPrefix),
    ...noop,
  ]);
  const [bare = [], ...times] = await timeCommands(context, mode, context.rounds(ROUNDS), [
    noop,
    ...underInits,
  ]);
  const series = new Map(
    inits.map((init, index) => [init, pairedDifferences(times[index] as number[], bare)]),
  );
  const medians = new Map([...series].map(([init, costs]) => [init, median(costs)]));
  return { bareNs: median(bare), series, medians };
}

function rowsOf({ bareNs, series, medians }: Costs, title: string): string[][] {
  const rows = [...series].map(([init, costs]) => {
    const { low, median: middle, high } = summarize(costs);
    return [
      `${init.name}, ${title}`,
      ms(middle),
      `${ms(low)} to ${ms(high)}`,
      timesBestPeer(medians, middle),
    ];
  });
  return [[`(bare, ${title})`, `${ms(bareNs)} in all`, "", ""], ...rows];
}

function ms(ns: number): string {
  return (ns / 1e6).toFixed(3);
}
