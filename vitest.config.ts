import { defineConfig } from "vitest/config";

/** Processes are started for real and the machine may be busy, so these bounds are far from what a test takes. */
const processTimeoutMs = 120_000;

const project = (name: string, options: { timeoutMs: number; setup?: boolean }) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: options.timeoutMs,
    hookTimeout: options.timeoutMs,
    globalSetup: options.setup === true ? ["test/helpers/global-setup.ts"] : [],
  },
});

export default defineConfig({
  test: {
    // Few at a time: most of what a conformance case does is wait, but the Node body's start takes a core.
    maxConcurrency: 4,
    maxWorkers: 2,
    projects: [
      project("unit", { timeoutMs: 30_000 }),
      project("model", { timeoutMs: 60_000 }),
      project("conformance", { timeoutMs: processTimeoutMs, setup: true }),
      project("personality", { timeoutMs: processTimeoutMs, setup: true }),
      project("container", { timeoutMs: processTimeoutMs, setup: true }),
      project("launcher", { timeoutMs: processTimeoutMs, setup: true }),
    ],
  },
});
