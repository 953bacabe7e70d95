import { onTestFinished } from "vitest";
import type { Engine } from "./engine.ts";
import { Foreground } from "./foreground.ts";

/** Runs an engine's client on a pseudo terminal (by `script` of util-linux), so that a test can be its user. */
export function startTerminalClient(engine: Engine, args: readonly string[]): Foreground {
  const { argv, env } = engine.client;
  const line = [...argv, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const client = new Foreground(["script", "-q", "-e", "-f", "-c", line, "/dev/null"], {
    ...env,
    SHELL: "/bin/sh",
  });
  onTestFinished(() => client.destroy());
  return client;
}
