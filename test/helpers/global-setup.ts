import { buildFixtures } from "./fixtures.ts";

/** Compiles the fixtures before the first test; where that fails, the cases that need them say so one by one. */
export default function setup(): void {
  const failed = buildFixtures();
  if (failed !== undefined) process.stderr.write(`fixtures: ${failed}\n`);
}
