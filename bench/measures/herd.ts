import type { Init } from "../inits.ts";
import { barsOf, judgeShare, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";
import { atRest, launch, memoryOf } from "../processes.ts";

/** What a host pays for many containers: the sum of the proportional memory of their inits. */
export const herd: Measure = {
  id: "herd",
  title: "300 inits side by side",
  unit: "KiB of Pss",
  bar: "sum of Pss at most 1/2 of tini's",
  run,
};

async function run(context: Context): Promise<Result> {
  const count = context.quick ? 20 : 300;
  const sums = new Map<Init, number>();
  for (const init of context.inits.filter((one) => one.kind !== "node"))
    sums.set(init, await sumOfPss(context, init, count));
  // The bar names tini, which is not always the best peer.
  const againstTini = new Map([...sums].filter(([init]) => init.kind === "native" || init.name === "tini"));
  const show = (value: number) => `${value.toFixed(0)} KiB`;
  return {
    columns: ["init", "sum of Pss, KiB", "each, KiB", "of the best peer"],
    rows: [...sums].map(([init, sum]) => [
      init.name,
      sum.toFixed(0),
      (sum / count).toFixed(1),
      timesBestPeer(sums, sum),
    ]),
    verdicts: [judgeShare(`${count} inits: sum of Pss at most 1/2 of tini's`, againstTini, 0.5, show)],
    notes: [
      "Each is PID 1 of its own namespace over a sleeping program. Pss divides a shared page among those that map it.",
    ],
    panels: [{ title: `Sum of Pss of ${count} inits`, unit: "KiB", bars: barsOf(sums) }],
  };
}

async function sumOfPss(context: Context, init: Init, count: number): Promise<number> {
  const { pids, conversation } = await launch(
    context.tool("launch"),
    [...init.prefix, context.tool("idle")],
    count,
  );
  try {
    for (const pid of pids) await atRest(pid);
    return pids.reduce((sum, pid) => sum + memoryOf(pid).pss, 0);
  } finally {
    await conversation.kill();
  }
}
