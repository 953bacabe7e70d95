import { spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type { Body } from "./body.ts";
import type { Place } from "./place.ts";
import { lissomPid, send } from "./processes.ts";

const PASSED_ON = ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

const POLL_MS = 10;

/**
 * Runs lissom with the user's words, with this process's terminal. Signals to this process go to lissom.
 *
 * @returns the exit code to end with
 */
export function runCommand(place: Place, body: Body, words: readonly string[]): Promise<number> {
  if (place.words.length === 0) console.error(`lissom (${body.title}) as ${place.title}`);
  else if (body.argv.length > 1) console.error(`lissom: ${body.title}`);
  const [program = "", ...rest] = [...place.words, ...body.argv, ...words];
  // Before there is a child that could make somebody send one. They are delivered when this function has returned.
  for (const signal of PASSED_ON) process.on(signal, () => void passOn(signal));
  // Without a terminal on stdin a group of its own keeps a ^C from coming twice.
  const child = spawn(program, rest, { stdio: "inherit", detached: !process.stdin.isTTY });
  const passOn = async (signal: NodeJS.Signals) => {
    let pid = lissomPid(child, place);
    for (; pid === undefined && child.exitCode === null; pid = lissomPid(child, place)) await pause(POLL_MS);
    send(pid, signal);
  };
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}
