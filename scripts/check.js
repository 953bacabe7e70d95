// npm run check: everything that can be said about the project without running it.
import { spawnSync } from "node:child_process";
import { analyseHands } from "./build-native.js";

/** @type {[string, string[]][]} */
const steps = [
  ["biome", ["check", "--error-on-warnings"]],
  ["tsc", ["--noEmit"]],
  ["knip", []],
  ["publint", ["--strict"]],
  ["tsx", ["scripts/docs.ts", "--check"]],
];

let failed = 0;
for (const [name, args] of steps) {
  console.log(`check: ${name} ${args.join(" ")}`);
  const { status } = spawnSync("npx", ["--no-install", name, ...args], { stdio: "inherit" });
  if (status !== 0) failed += 1;
}
console.log("check: gcc -fanalyzer");
await analyseHands();
if (failed > 0) {
  console.error(`check: ${failed} of ${steps.length} failed`);
  process.exit(1);
}
