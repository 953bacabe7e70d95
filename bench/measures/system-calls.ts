import { setTimeout as delay } from "node:timers/promises";
import { Conversation } from "../conversation.ts";
import { findProgram, type Init } from "../inits.ts";
import { judgeLimit } from "../judge.ts";
import type { Context, Measure, Result } from "../model.ts";
import { launch } from "../processes.ts";
import { total, Watch } from "../strace.ts";

type Calls = ReadonlyMap<string, number>;

interface Counts {
  readonly perSignal: Calls;
  readonly perOrphan: Calls;
  readonly perOrphanAtOnce: Calls;
  readonly idle: Calls;
}

/** The system calls of each init for the things that it does all day, counted with strace. */
export const systemCalls: Measure = {
  id: "system-calls",
  title: "System calls",
  unit: "calls",
  bar: "2 per forwarded signal, at most 2 per reaped orphan, 0 in 60 idle seconds",
  run,
};

async function run(context: Context): Promise<Result> {
  const strace = findProgram("strace");
  if (strace === null) throw new Error("system-calls: strace is not installed");
  const inits = context.inits.filter((init) => init.kind !== "node");
  const idle = await countIdle(context, strace, inits);
  const counts = new Map<Init, Counts>();
  for (const [index, init] of inits.entries()) {
    const perSignal = await countSignals(context, strace, init);
    const orphans = await countOrphans(context, strace, init);
    counts.set(init, { perSignal, ...orphans, idle: idle[index] as Calls });
  }
  const figures = (pick: (counts: Counts) => Calls) =>
    new Map([...counts].map(([init, one]) => [init, total(pick(one))]));
  const show = (value: number) => value.toFixed(2);
  return {
    columns: [
      "init",
      "a forwarded signal",
      "an orphan",
      "an orphan of 1000 at once",
      `${idleSeconds(context)} s idle`,
    ],
    rows: [...counts].map(([init, one]) => [
      init.name,
      describe(one.perSignal),
      describe(one.perOrphan),
      describe(one.perOrphanAtOnce),
      String(total(one.idle)),
    ]),
    verdicts: [
      judgeLimit(
        "system calls per forwarded signal: 2",
        figures((one) => one.perSignal),
        2,
        show,
      ),
      judgeLimit(
        "system calls per reaped orphan, one at a time: at most 2",
        figures((one) => one.perOrphan),
        2,
        show,
      ),
      judgeLimit(
        "system calls per reaped orphan, 1000 at once: at most 2",
        figures((one) => one.perOrphanAtOnce),
        2,
        show,
      ),
      judgeLimit(
        `system calls in ${idleSeconds(context)} idle seconds: 0`,
        figures((one) => one.idle),
        0,
        String,
      ),
    ],
    notes: [
      "strace of the init alone. Signals are sent one at a time, each acknowledged by the program before the next. Orphans",
      "too are reaped one at a time in the first of the two columns.",
    ],
    panels: [],
  };
}

async function countSignals(context: Context, strace: string, init: Init): Promise<Calls> {
  const rounds = context.rounds(100);
  const words = ["usr1", "1", "1", "0", ...init.prefix, context.tool("receiver"), "1"];
  const sender = new Conversation([context.tool("signals"), ...words]);
  const pid = Number((await sender.expect("pid")).split(" ")[2]);
  await sender.expect("ready");
  const watch = await Watch.attach(strace, context.folder, pid);
  sender.say(String(rounds));
  await sender.expect("done");
  const calls = await watch.calls();
  await watch.detach();
  await sender.finish();
  return divide(calls, rounds);
}

async function countOrphans(
  context: Context,
  strace: string,
  init: Init,
): Promise<Omit<Counts, "perSignal" | "idle">> {
  const { pids, conversation } = await launch(context.tool("launch"), [
    ...init.prefix,
    context.tool("orphans"),
  ]);
  const watch = await Watch.attach(strace, context.folder, pids[0] as number);
  const each = context.rounds(100);
  conversation.say(`each ${each}`);
  await conversation.expect("gone");
  const perOrphan = divide(await watch.calls(), each);
  const atOnce = context.rounds(1000);
  conversation.say(`make ${atOnce}`);
  await conversation.expect("made");
  conversation.say("end");
  await conversation.expect("gone");
  const perOrphanAtOnce = divide(await watch.calls(), atOnce);
  await watch.detach();
  await conversation.kill();
  return { perOrphan, perOrphanAtOnce };
}

/** All idle at the same time, since this is the one figure that costs a minute. */
async function countIdle(context: Context, strace: string, inits: readonly Init[]): Promise<Calls[]> {
  const command = (init: Init) => [...init.prefix, context.tool("idle")];
  const launched = await Promise.all(inits.map((init) => launch(context.tool("launch"), command(init))));
  const attach = (pid: number) => Watch.attach(strace, context.folder, pid);
  const watches = await Promise.all(launched.map(({ pids }) => attach(pids[0] as number)));
  await delay(idleSeconds(context) * 1000);
  const calls = await Promise.all(watches.map((watch) => watch.calls()));
  await Promise.all(watches.map((watch) => watch.detach()));
  await Promise.all(launched.map(({ conversation }) => conversation.kill()));
  return calls;
}

function idleSeconds(context: Context): number {
  return context.quick ? 2 : 60;
}

function divide(calls: Calls, by: number): Calls {
  return new Map([...calls].map(([name, count]) => [name, count / by]));
}

function describe(calls: Calls): string {
  const parts = [...calls].map(([name, count]) => `${Number(count.toFixed(2))} ${name}`);
  return `${total(calls).toFixed(2)} (${parts.join(", ")})`;
}
