import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../bench/inits.ts";
import { findPlace } from "../demo/place.ts";
import { judge } from "./judge.ts";
import type { Plan, Run, Scenario } from "./model.ts";
import { parseOptions } from "./options.ts";
import { type DrillFacts, writePage, writeText } from "./page.ts";
import { drawPicture } from "./picture.ts";
import { type Parts, runScenario } from "./run.ts";
import { findScenarios } from "./scenarios.ts";

const FULL: Plan = { rolls: 3, rate: 1000, requests: 51_000, graceMs: 10_000 };
const QUICK: Plan = { rolls: 1, rate: 250, requests: 2500, graceMs: 10_000 };
const SBIN_HAPROXY = "/usr/sbin/haproxy";
const PICTURE = "rolling-update.svg";

/**
 * Plays what was asked for, prints and writes it, and resolves with the exit code: 1 where the claim does not hold, or a
 * scenario could not be played.
 */
async function main(words: readonly string[]): Promise<number> {
  const started = performance.now();
  const missing: string[] = [];
  const scenarios = findScenarios((line) => missing.push(line));
  const options = parseOptions(
    words,
    scenarios.map(({ id }) => id),
  );
  for (const line of missing) say(line);
  const parts = findParts();
  const plan = options.quick ? QUICK : FULL;
  const asked = scenarios.filter(({ id }) => options.only.length === 0 || options.only.includes(id));
  const { runs, failures } = await playAll(parts, asked, plan);
  const verdict = judge(runs, plan, asked);
  say(writeText(runs, verdict));
  const isGood = failures.length === 0 && verdict.holds !== false;
  const command = ["npm run drill", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
  const seconds = (performance.now() - started) / 1000;
  const isFull = !options.quick && options.only.length === 0;
  if (isFull && !isGood && options.out === null) say("docs/rolling-update.md is left as it was");
  const out = options.out ?? (isFull && isGood ? docsFolder() : null);
  if (out !== null && runs.length > 0) {
    writeFiles(out, runs, {
      command,
      seconds,
      plan,
      missing: [...missing, ...failures],
      verdict,
      picture: PICTURE,
      haproxy: parts.haproxy,
    });
  }
  return isGood ? 0 : 1;
}

/** Plays one scenario after the other; those that cannot be played come back as lines that say why. */
async function playAll(parts: Parts, scenarios: readonly Scenario[], plan: Plan) {
  const runs: Run[] = [];
  const failures: string[] = [];
  for (const scenario of scenarios) {
    say(`${scenario.id} ...`);
    try {
      runs.push(await runScenario(parts, scenario, plan));
    } catch (error) {
      const { message } = error as Error;
      failures.push(`${scenario.id}: failed: ${message.split("\n", 1)[0]}`);
      say(`${scenario.id}: failed: ${message}`);
    }
  }
  return { runs, failures };
}

function findParts(): Parts {
  const place = findPlace();
  if (place.words.length === 0)
    throw new Error("PID namespaces are not allowed here, and each replica needs one");
  // Debian's sbin is not in everybody's PATH.
  const haproxy = findProgram("haproxy") ?? (existsSync(SBIN_HAPROXY) ? SBIN_HAPROXY : null);
  const wrk = findProgram("wrk");
  if (haproxy === null || wrk === null) {
    throw new Error(`${haproxy === null ? "haproxy" : "wrk"} is not installed: apt-get install haproxy wrk`);
  }
  return { place, haproxy, wrk };
}

function writeFiles(out: string, runs: readonly Run[], facts: DrillFacts): void {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "rolling-update.md"), writePage(runs, facts));
  writeFileSync(join(out, PICTURE), drawPicture(runs));
}

function docsFolder(): string {
  return fileURLToPath(new URL("../docs", import.meta.url));
}

function leave(): void {
  process.exit(1);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// What is running then is ended when this process exits. ^C comes twice, from the terminal and from main.ts; the second
// one must not cut that short.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, leave);
// main.ts has ended, by whatever signal.
process.once("disconnect", leave);
if (process.connected === false) leave();
process.channel?.unref();
process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`drill: ${error.message}\n`);
  return 1;
});
