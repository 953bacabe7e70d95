import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { findProgram } from "../bench/inits.ts";
import { findPlace } from "../demo/place.ts";
import type { Plan, Run } from "./model.ts";
import { parseOptions } from "./options.ts";
import { type DrillFacts, judge, writePage, writeText } from "./page.ts";
import { drawPicture } from "./picture.ts";
import { type Parts, runScenario } from "./run.ts";
import { findScenarios } from "./scenarios.ts";

const FULL: Plan = { rolls: 3, rate: 1000, requests: 51_000, graceMs: 10_000 };
const QUICK: Plan = { rolls: 1, rate: 250, requests: 2500, graceMs: 10_000 };
const SBIN_HAPROXY = "/usr/sbin/haproxy";
const PICTURE = "rolling-update.svg";

/** Plays what was asked for, prints and writes it, and resolves with the exit code: 1 where the claim does not hold. */
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
  const runs: Run[] = [];
  let failures = 0;
  for (const scenario of scenarios.filter(
    ({ id }) => options.only.length === 0 || options.only.includes(id),
  )) {
    say(`${scenario.id} ...`);
    try {
      runs.push(await runScenario(parts, scenario, plan));
    } catch (error) {
      failures++;
      say(`${scenario.id}: failed: ${(error as Error).message}`);
    }
  }
  const verdict = judge(runs, plan);
  say(writeText(runs, verdict));
  const command = ["npm run drill", ...(words.length > 0 ? ["--", ...words] : [])].join(" ");
  const seconds = (performance.now() - started) / 1000;
  const out = options.out ?? (options.quick || options.only.length > 0 ? null : docsFolder());
  if (out !== null && runs.length > 0) {
    writeFiles(out, runs, {
      command,
      seconds,
      plan,
      missing,
      verdict,
      picture: PICTURE,
      haproxy: parts.haproxy,
    });
  }
  return failures > 0 || verdict.holds === false ? 1 : 0;
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

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// What is running then is ended when this process exits.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`drill: ${error.message}\n`);
  return 1;
});
