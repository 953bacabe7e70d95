import { Conversation } from "../conversation.ts";
import type { Init } from "../inits.ts";
import { barsOf, type Figures, judgeShare, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";
import { median, quantile, summarize } from "../stats.ts";

const PER_BLOCK = 50;
const GAP_US = 200;

/** The time from a signal's sending to the init until the program has it. */
export const signalDelay: Measure = {
  id: "signal-delay",
  title: "Delay of a forwarded signal",
  unit: "µs",
  bar: "p50 and p99 at most the best peer's, within the noise of two runs of the same init",
  run,
};

async function run(context: Context): Promise<Result> {
  const receiver = [context.tool("receiver"), "1"];
  const commands = context.inits.flatMap((init) => [
    [...init.prefix, ...receiver],
    [...init.prefix, ...receiver],
  ]);
  const series = await measure(context, [receiver, ...commands]);
  const twin = (index: number) =>
    [series[index * 2 + 1] as number[], series[index * 2 + 2] as number[]] as const;
  const direct = summarize(series[0] as number[]);
  const rows = [["(no init)", us(direct.median), us(quantile(series[0] as number[], 0.99)), "", "", ""]];
  const p50 = figures(context.inits, twin, 0.5);
  const p99 = figures(context.inits, twin, 0.99);
  for (const init of context.inits) {
    const [middle, late] = [p50.values.get(init) as number, p99.values.get(init) as number];
    const apart = `${us(p50.noiseOf.get(init) as number)} / ${us(p99.noiseOf.get(init) as number)}`;
    rows.push([
      init.name,
      us(middle),
      us(late),
      apart,
      timesBestPeer(p50.values, middle),
      timesBestPeer(p99.values, late),
    ]);
  }
  const show = (ns: number) => `${us(ns)} µs`;
  return {
    columns: [
      "init",
      "p50, µs",
      "p99, µs",
      "two runs differ by (p50 / p99)",
      "p50 of the best peer",
      "p99 of the best peer",
    ],
    rows,
    verdicts: [
      judgeShare(
        "signal delay p50: at most the best peer's, within the noise",
        p50.values,
        1,
        show,
        p50.noise,
      ),
      judgeShare(
        "signal delay p99: at most the best peer's, within the noise",
        p99.values,
        1,
        show,
        p99.noise,
      ),
    ],
    notes: [
      `${(series[1] as number[]).length} signals to each of two instances of each init, in alternating blocks of ${PER_BLOCK};`,
      "from before kill in the sender to the return of sigwaitinfo in the program. The noise is the median, over the inits in C",
      "and lissom's native body, of how far the two instances of one init are apart.",
    ],
    panels: [panel("Signal delay, p50", p50.values), panel("Signal delay, p99", p99.values)],
  };
}

async function measure(context: Context, commands: readonly (readonly string[])[]): Promise<number[][]> {
  const blocks = context.rounds(100);
  const words = commands.flatMap((command, index) => (index === 0 ? command : [";", ...command]));
  const settings = ["usr1", "1", String(PER_BLOCK), String(GAP_US)];
  const sender = new Conversation([context.tool("signals"), ...settings, ...words]);
  await sender.expect("ready");
  const series: number[][] = commands.map(() => []);
  sender.say(String(blocks));
  await sender.expect("done", (line) => {
    const [index, ns] = line.split(" ").map(Number);
    series[index as number]?.push(ns as number);
  });
  await sender.finish();
  return series;
}

type Twin = (index: number) => readonly [readonly number[], readonly number[]];

/** The figure of an init is that of both instances together; the noise is how far they are apart. */
function figures(inits: readonly Init[], twin: Twin, q: number) {
  const values = new Map<Init, number>();
  const noiseOf = new Map<Init, number>();
  for (const [index, init] of inits.entries()) {
    const [one, other] = twin(index);
    values.set(init, quantile([...one, ...other], q));
    noiseOf.set(init, Math.abs(quantile(one, q) - quantile(other, q)));
  }
  const noise = median([...noiseOf].filter(([init]) => init.kind !== "node").map(([, apart]) => apart));
  return { values, noiseOf, noise };
}

function panel(title: string, values: Figures) {
  return { title, unit: "µs", bars: barsOf(new Map([...values].map(([init, ns]) => [init, ns / 1000]))) };
}

function us(ns: number): string {
  return (ns / 1000).toFixed(1);
}
