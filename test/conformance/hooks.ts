import type { Init } from "../helpers/inits.ts";
import { lissomEnvironment, type Options } from "../helpers/options.ts";
import { poll } from "../helpers/poll.ts";
import { outerPid } from "../helpers/proc.ts";
import type { Run, Setup } from "../helpers/run.ts";
import { must, shell, talker } from "./case.ts";

/** An entry of the log; of its other fields each event has its own. */
export interface Entry {
  level: number;
  time: number;
  event: string;
  msg: string;
  [field: string]: unknown;
}

/** A hook's value that runs these words: a list, so that none of them needs quotes. */
export function hookOf(...words: string[]): string {
  return JSON.stringify(words);
}

/** A hook's value that runs a shell script. */
export function hook(script: string, ...words: string[]): string {
  return hookOf(...shell(script, ...words));
}

/** A hook's value that runs the fixture that says its signals. */
export function talkingHook(name: string, ...reactions: string[]): string {
  return hookOf(...talker(name, ...reactions));
}

/** The entries of the init's log so far; what hooks write to the same stderr is left out. */
export function entriesOf(run: Run): Entry[] {
  const lines = run.err.split("\n").filter((line) => line.startsWith('{"level":') && line.endsWith("}"));
  return lines.map((line) => JSON.parse(line) as Entry);
}

/** The entries of one event so far. */
export function eventsOf(run: Run, event: string): Entry[] {
  return entriesOf(run).filter((entry) => entry.event === event);
}

/** Waits for the first entry of an event. */
export async function entryOf(run: Run, event: string): Promise<Entry> {
  return poll(`an entry ${event}`, () => eventsOf(run, event)[0]).catch((error: Error) => {
    throw new Error(`${error.message}, but ${run.err.slice(-600)}`);
  });
}

/**
 * The last entry of an init that has ended: how it ended, and why.
 *
 * @throws Error where the log has none
 */
export function finishedEntry(run: Run): Entry {
  const [entry] = eventsOf(run, "finished");
  must(entry !== undefined, `no last entry in ${run.err.slice(-600)}`);
  return entry;
}

/** What hooks wrote, without the init's log. */
export function hookOutput(run: Run): string {
  const lines = run.err.split("\n").filter((line) => !line.startsWith('{"level":'));
  return lines.join("\n");
}

/** The pid, as seen from here, of a fixture that runs as a hook, once it is ready. */
export async function hookPid(run: Run, name: string): Promise<number> {
  const [, inner] = await run.complains(new RegExp(`${name} ready (\\d+)`));
  const first = await run.first();
  return poll(`the process of ${name}`, () => outerPid(first, Number(inner)));
}

/**
 * Does `work` for each way to say `options` in each place: by flags and by variables, as PID 1 and as an ordinary child.
 *
 * @throws what `work` throws, with the way before it
 */
export async function everyWay(
  init: Init,
  options: Options,
  work: (setup: Pick<Setup, "options" | "env" | "place">) => Promise<void>,
): Promise<void> {
  // Throws where the init has no such option, before any of it is tried.
  init.flags(options, "pid1");
  // As a child that is no subreaper, it says so on the stderr that is looked at.
  for (const place of init.body === "arm64" ? (["pid1"] as const) : (["pid1", "child"] as const)) {
    for (const how of [{ options }, { env: lissomEnvironment(options) }]) {
      await work({ place, ...how }).catch((error: Error) => {
        throw new Error(`by ${"env" in how ? "variable" : "flag"}, as ${place}: ${error.message}`);
      });
    }
  }
}

/** Does `work` and says how long it took, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Fails if what should take `leastMs` was over before; both clocks are the same, but one is rounded. */
export function notBefore(what: string, tookMs: number, leastMs: number): void {
  must(tookMs >= leastMs - 10, `${what} took ${Math.round(tookMs)} ms, which is less than ${leastMs} ms`);
}

/** Fails if what should not wait took `mostMs` or longer. */
export function soonerThan(what: string, tookMs: number, mostMs: number): void {
  must(tookMs < mostMs, `${what} took ${Math.round(tookMs)} ms, and should take less than ${mostMs} ms`);
}
