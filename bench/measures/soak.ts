import { Conversation } from "../conversation.ts";
import type { Init } from "../inits.ts";
import type { Context, Measure, Result, Verdict } from "../model.ts";
import { atRest, launch, memoryOf } from "../processes.ts";

const WINDOW = 200;
const BATCH = 5_000;

interface Soak {
  readonly before: number;
  readonly after: number;
  readonly seconds: number;
}

/** Whether an init's memory is the same after a life's worth of signals and orphans. */
export const soak: Measure = {
  id: "soak",
  title: "1,000,000 signals, 100,000 orphans",
  unit: "KiB",
  bar: "memory before and after equal",
  run,
};

async function run(context: Context): Promise<Result> {
  const signals = context.quick ? 2_000 : 1_000_000;
  const orphans = context.quick ? 500 : 100_000;
  const rows: string[][] = [];
  const verdicts: Verdict[] = [];
  for (const init of context.inits.filter((one) => one.kind !== "node")) {
    const signalled = await soakSignals(context, init, signals);
    const reaped = await soakOrphans(context, init, orphans);
    rows.push([init.name, describe(signalled), describe(reaped)]);
    if (init.kind !== "native") continue;
    const count = (value: number) => value.toLocaleString("en");
    verdicts.push(verdict(`${count(signals)} signals: Rss before and after equal`, signalled));
    verdicts.push(verdict(`${count(orphans)} orphans: Rss before and after equal`, reaped));
  }
  return {
    columns: ["init", "signals: Rss before, after", "orphans: Rss before, after"],
    rows,
    verdicts,
    notes: [
      `The first ${WINDOW} signals and the first orphan come before the first look, so that code pages which are touched once`,
      `do not count. Real-time signals, which queue, ${WINDOW} at a time and every one acknowledged; dumb-init passes on none of`,
      `them and gets USR1 one by one. Orphans end ${BATCH} at a time.`,
    ],
    panels: [],
  };
}

async function soakSignals(context: Context, init: Init, signals: number): Promise<Soak> {
  const queued = init.name !== "dumb-init";
  const window = queued ? WINDOW : 1;
  const words = [queued ? "realtime" : "usr1", String(window), "1", "0"];
  const command = [...init.prefix, context.tool("receiver"), String(window)];
  const sender = new Conversation([context.tool("signals"), ...words, ...command]);
  const pid = Number((await sender.expect("pid")).split(" ")[2]);
  sender.say(String(WINDOW / window));
  await sender.expect("done");
  return between(pid, async () => {
    sender.say(String(Math.ceil(signals / window)));
    await sender.expect("done");
  }).finally(() => sender.kill());
}

async function soakOrphans(context: Context, init: Init, orphans: number): Promise<Soak> {
  const { pids, conversation } = await launch(context.tool("launch"), [
    ...init.prefix,
    context.tool("orphans"),
  ]);
  const batch = Math.min(BATCH, orphans);
  conversation.say("each 1");
  await conversation.expect("gone");
  return between(pids[0] as number, async () => {
    for (let left = orphans; left > 0; left -= batch) {
      conversation.say(`make ${batch}`);
      await conversation.expect("made");
      conversation.say("end");
      await conversation.expect("gone");
    }
  }).finally(() => conversation.kill());
}

async function between(pid: number, load: () => Promise<void>): Promise<Soak> {
  await atRest(pid);
  const [before, start] = [memoryOf(pid).rss, performance.now()];
  await load();
  const seconds = (performance.now() - start) / 1000;
  await atRest(pid);
  return { before, after: memoryOf(pid).rss, seconds };
}

function describe(soaked: Soak): string {
  return `${soaked.before}, ${soaked.after} (${soaked.seconds.toFixed(1)} s)`;
}

function verdict(bar: string, soaked: Soak): Verdict {
  return {
    bar,
    met: soaked.before === soaked.after,
    detail: `${soaked.before} KiB before, ${soaked.after} KiB after`,
  };
}
