import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Level } from "../src/core/settings.ts";
import type { Body } from "./body.ts";
import { Life, type Note } from "./life.ts";
import type { Place } from "./place.ts";
import { ROUNDS, type Round } from "./rounds.ts";

/** Plays and prints all rounds. @returns 0 where everything happened as promised, else 1 */
export async function show(place: Place, body: Body): Promise<number> {
  console.log(`lissom (${body.title}) as ${place.title}`);
  let missing = 0;
  for (const round of ROUNDS) missing += await showRound(round, place, body);
  console.log(
    missing === 0 ? "\nEverything happened as promised." : `\n${missing} of the promises were not kept.`,
  );
  return missing === 0 ? 0 : 1;
}

async function showRound(round: Round, place: Place, body: Body): Promise<number> {
  console.log(`\n${round.title}\n$ lissom ${round.words.join(" ")}`);
  const folder = mkdtempSync(join(tmpdir(), "lissom-demo-"));
  const life = new Life(place, body, round.words, round.env(folder));
  const abort = () => life.abort();
  process.once("exit", abort);
  try {
    await round.play(life, folder);
    const exitCode = await life.exitCode;
    printTimeline(life);
    return printPromises(round.promises(life, exitCode));
  } catch (error) {
    abort();
    printTimeline(life);
    return printPromises({ [(error as Error).message]: false });
  } finally {
    process.off("exit", abort);
    rmSync(folder, { recursive: true, force: true });
  }
}

function printTimeline(life: Life): void {
  // Several pipes end here, so the order of arrival is not that of the events.
  const sorted = life.notes.filter(isWorthShowing).sort((a, b) => a.timeMs - b.timeMs);
  const startMs = life.entry("commandStarted")?.timeMs ?? sorted[0]?.timeMs ?? 0;
  for (const { timeMs, who, text } of sorted) {
    console.log(`${String(timeMs - startMs).padStart(6)} ms  ${who.padEnd(11)}  ${text}`);
  }
}

/** Each single signal is a detail. */
function isWorthShowing({ entry }: Note): boolean {
  return entry === undefined || Number(entry.level) !== Level.Debug;
}

function printPromises(promises: Record<string, boolean>): number {
  const broken = Object.entries(promises).filter(([, isKept]) => !isKept);
  for (const [text] of broken) console.log(`   NOT SEEN: ${text}`);
  const kept = Object.keys(promises).filter((text) => promises[text]);
  if (kept.length > 0) console.log(`   seen: ${kept.join(", ")}`);
  return broken.length;
}
