import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findInits } from "./inits.ts";
import { herd } from "./measures/herd.ts";
import { memory } from "./measures/memory.ts";
import { nodeStartup } from "./measures/node-startup.ts";
import { orphanStorm } from "./measures/orphan-storm.ts";
import { signalDelay } from "./measures/signal-delay.ts";
import { size } from "./measures/size.ts";
import { soak } from "./measures/soak.ts";
import { startup } from "./measures/startup.ts";
import { systemCalls } from "./measures/system-calls.ts";
import type { Context, Measure } from "./model.ts";
import { type BenchOptions, parseOptions } from "./options.ts";
import { drawPlot } from "./plot.ts";
import { type Outcome, type RunFacts, writeReport, writeText } from "./report.ts";
import { compileTools } from "./tools.ts";

const MEASURES = [size, memory, startup, systemCalls, signalDelay, orphanStorm, soak, herd, nodeStartup];
const QUICK_SHARE = 0.02;
const QUICK_LEAST = 3;

/** Measures what was asked for, prints and writes it, and resolves with the exit code: 1 where measuring failed. */
async function main(words: readonly string[]): Promise<number> {
  const started = performance.now();
  const options = parseOptions(
    words,
    MEASURES.map((measure) => measure.id),
  );
  const measures = MEASURES.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const folder = mkdtempSync(join(tmpdir(), "lissom-bench-"));
  const missing: string[] = [];
  try {
    compileTools(folder);
    const inits = findInits((line) => missing.push(line));
    for (const line of missing) say(line);
    const outcomes = await measureAll(measures, contextOf(options, inits, folder));
    const out = options.out ?? (options.quick || options.only.length > 0 ? null : docsFolder());
    const command = ["npm run bench", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
    const seconds = (performance.now() - started) / 1000;
    if (out !== null) writeFiles(out, outcomes, { command, inits, missing, seconds, plot: "benchmarks.svg" });
    return outcomes.some(({ result }) => typeof result === "string") ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureAll(measures: readonly Measure[], context: Context): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const measure of measures) {
    const result = await measure.run(context).catch((error: Error) => error.message);
    const outcome = { measure, result };
    outcomes.push(outcome);
    say(writeText(outcome));
  }
  return outcomes;
}

function contextOf(options: BenchOptions, inits: Context["inits"], folder: string): Context {
  const share = options.quick ? QUICK_SHARE : 1;
  return {
    inits,
    quick: options.quick,
    rounds: (full) => options.rounds ?? Math.max(QUICK_LEAST, Math.round(full * share)),
    tool: (name) => join(folder, name),
    folder,
  };
}

function writeFiles(out: string, outcomes: readonly Outcome[], facts: RunFacts): void {
  mkdirSync(out, { recursive: true });
  const panels = outcomes.flatMap(({ result }) => (typeof result === "string" ? [] : result.panels));
  writeFileSync(join(out, "benchmarks.md"), writeReport(outcomes, facts));
  writeFileSync(join(out, facts.plot), drawPlot(panels));
}

function docsFolder(): string {
  return fileURLToPath(new URL("../docs", import.meta.url));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`bench: ${error.message}\n`);
  return 1;
});
