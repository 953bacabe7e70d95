import type { Init } from "../inits.ts";
import { barsOf, judgeLimit, judgeShare, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";
import { atRest, launch, type Memory, memoryOf } from "../processes.ts";
import { median, summarize } from "../stats.ts";

const LIMIT_KIB = 64;
const STRETCH_KIB = 48;

/** The resident memory of each init while its program idles. */
export const memory: Measure = {
  id: "memory",
  title: "Resident memory, idle",
  unit: "KiB",
  bar: "at most 64 KiB (stretch 48), and at most 1/10 of the best peer's",
  run,
};

async function run(context: Context): Promise<Result> {
  const samples = new Map<Init, Memory[]>(context.inits.map((init) => [init, []]));
  for (let round = context.rounds(7); round > 0; round--) {
    for (const [init, series] of samples) series.push(await sample(context, init));
  }
  const rss = new Map([...samples].map(([init, series]) => [init, median(series.map((one) => one.rss))]));
  const rows = [...samples].map(([init, series]) => {
    const { low, high } = summarize(series.map((one) => one.rss));
    const resident = rss.get(init) as number;
    const middle = (pick: (one: Memory) => number) => String(median(series.map(pick)));
    const privately = middle((one) => one.private);
    return [
      init.name,
      String(resident),
      `${low} to ${high}`,
      privately,
      middle((one) => one.pss),
      timesBestPeer(rss, resident),
    ];
  });
  return {
    columns: ["init", "Rss, KiB", "quartiles", "private", "Pss", "Rss of the best peer"],
    rows,
    verdicts: [
      judgeLimit(`idle Rss: at most ${LIMIT_KIB} KiB`, rss, LIMIT_KIB, kib),
      judgeLimit(`idle Rss: stretch, at most ${STRETCH_KIB} KiB`, rss, STRETCH_KIB, kib),
      judgeShare("idle Rss: at most 1/10 of the best peer's", rss, 0.1, kib),
    ],
    notes: [
      "From /proc/PID/smaps_rollup, each init as PID 1 of its own namespace over a program that sleeps. Rss counts file",
      "pages that other processes share; private is what this process alone costs.",
    ],
    panels: [{ title: "Resident memory, idle", unit: "KiB", bars: barsOf(rss) }],
  };
}

async function sample(context: Context, init: Init): Promise<Memory> {
  const { pids, conversation } = await launch(context.tool("launch"), [...init.prefix, context.tool("idle")]);
  try {
    const pid = pids[0] as number;
    await atRest(pid);
    return memoryOf(pid);
  } finally {
    await conversation.kill();
  }
}

function kib(value: number): string {
  return `${value} KiB`;
}
