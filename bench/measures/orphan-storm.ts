import type { Init } from "../inits.ts";
import { barsOf, judgeShare, oursOf, timesBestPeer } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";
import { launch, processorTimeOf, zombiesOf } from "../processes.ts";
import { median, summarize } from "../stats.ts";

interface Storm {
  readonly processorNs: number;
  readonly zombies: number;
  readonly elapsedMs: number;
}

/** The processor time in which an init reaps a great many orphans that end at the same moment. */
export const orphanStorm: Measure = {
  id: "orphan-storm",
  title: "20,000 orphans that end at once",
  unit: "ms of processor time",
  bar: "processor time at most the best peer's; no zombie left",
  run,
};

async function run(context: Context): Promise<Result> {
  const orphans = context.quick ? 500 : 20_000;
  const inits = context.inits.filter((init) => init.kind !== "node");
  const storms = new Map<Init, Storm[]>(inits.map((init) => [init, []]));
  for (let round = context.quick ? 1 : context.rounds(9); round > 0; round--) {
    for (const [init, series] of storms) series.push(await storm(context, init, orphans));
  }
  const times = new Map(
    [...storms].map(([init, series]) => [init, median(series.map((one) => one.processorNs))]),
  );
  const zombies = new Map(
    [...storms].map(([init, series]) => [init, Math.max(...series.map((one) => one.zombies))]),
  );
  const rows = [...storms].map(([init, series]) => {
    const { low, median: middle, high } = summarize(series.map((one) => one.processorNs));
    return [
      init.name,
      ms(middle),
      `${ms(low)} to ${ms(high)}`,
      median(series.map((one) => one.elapsedMs)).toFixed(0),
      String(zombies.get(init)),
      timesBestPeer(times, middle),
    ];
  });
  const left = oursOf(zombies);
  const title = `${orphans.toLocaleString("en")} orphans at once`;
  return {
    columns: [
      "init",
      "processor time, ms",
      "quartiles",
      "until all are gone, ms",
      "zombies left",
      "of the best peer",
    ],
    rows,
    verdicts: [
      judgeShare(`${title}: processor time at most the best peer's`, times, 1, (ns) => `${ms(ns)} ms`),
      {
        bar: `${title}: no zombie left`,
        met: left && left.value === 0,
        detail: left ? `${left.value} zombies` : "lissom was not measured",
      },
    ],
    notes: [
      `${orphans.toLocaleString("en")} orphans wait at one pipe, which is then closed. From /proc/PID/schedstat of the init.`,
      "The spread is the kernel's: a wait for any child walks past all that are still alive, so that an init which runs",
      "beside the dying pays many times what one pays that is let in afterwards.",
    ],
    panels: [
      {
        title,
        unit: "ms of processor",
        bars: barsOf(new Map([...times].map(([init, ns]) => [init, ns / 1e6]))),
      },
    ],
  };
}

async function storm(context: Context, init: Init, orphans: number): Promise<Storm> {
  const { pids, conversation } = await launch(context.tool("launch"), [
    ...init.prefix,
    context.tool("orphans"),
  ]);
  const pid = pids[0] as number;
  try {
    conversation.say(`make ${orphans}`);
    await conversation.expect("made");
    const before = processorTimeOf(pid);
    const start = performance.now();
    conversation.say("end");
    await conversation.expect("gone");
    const elapsedMs = performance.now() - start;
    return { processorNs: processorTimeOf(pid) - before, zombies: zombiesOf(pid), elapsedMs };
  } finally {
    await conversation.kill();
  }
}

function ms(ns: number): string {
  return (ns / 1e6).toFixed(1);
}
