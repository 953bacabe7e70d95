// npm run drill: a rolling update under load with each init as PID 1, and what it costs in requests. It is played in a
// network of its own, where nobody else has connections or ports.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { findNetwork } from "./network.ts";

const PLAY = fileURLToPath(new URL("play.ts", import.meta.url));

function play(words: readonly string[]): Promise<number> {
  const network = findNetwork();
  if (network === undefined) {
    throw new Error("no network of its own: it needs network namespaces and ip (apt-get install iproute2)");
  }
  const [program = "", ...rest] = [...network, process.execPath, ...process.execArgv, PLAY, ...words];
  // The channel is closed when this process ends, also by SIGKILL, and then what plays ends too.
  const child = spawn(program, rest, { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}

try {
  process.exitCode = await play(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`drill: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
