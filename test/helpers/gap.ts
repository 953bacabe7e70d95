/** The part of a vitest test context that a gap needs. */
interface Skippable {
  skip(reason: string): never;
}

/**
 * Skips the test with the printed reason where something is missing on this machine; in CI, where everything must be
 * there, that is a failure.
 */
export function skipFor(reason: string | undefined, context: Skippable): void {
  if (reason === undefined) return;
  if (process.env.CI === "true") throw new Error(`nothing may be skipped in CI: ${reason}`);
  context.skip(reason);
}
