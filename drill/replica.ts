import { spawn } from "node:child_process";
import { closeSync, openSync, rmSync } from "node:fs";
import { get } from "node:http";
import { fileURLToPath } from "node:url";
import type { Place } from "../demo/place.ts";
import { lissomPid, send } from "../demo/processes.ts";
import type { Scenario, Spot } from "./model.ts";
import { killAtExit, poll } from "./processes.ts";

const APPLICATION = fileURLToPath(new URL("app.js", import.meta.url));

/** An application with its init in a PID namespace of its own. */
export interface Replica {
  /** Stops it as a container runtime does: TERM to PID 1, and KILL when `graceMs` have passed. */
  stop(graceMs: number): Promise<{ wasKilled: boolean }>;
  /** Whether it is over, be it that it was stopped or that it could not be started. */
  hasEnded(): boolean;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Starts a replica, healthy again if its predecessor was not; what it says on stderr is appended to `logFile`. */
export function startReplica(place: Place, scenario: Scenario, spot: Spot, logFile: string): Replica {
  rmSync(spot.unhealthyFile, { force: true });
  const [program = "", ...words] = [
    ...place.words,
    ...scenario.entry.words(spot),
    process.execPath,
    APPLICATION,
    String(spot.port),
    scenario.onStop,
  ];
  const log = openSync(logFile, "a");
  const child = spawn(program, words, {
    stdio: ["ignore", "ignore", log],
    env: { ...withoutSettings(), UNHEALTHY_FILE: spot.unhealthyFile },
  });
  closeSync(log);
  const forget = killAtExit(child);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  }).then(() => {
    hasEnded = true;
    forget();
  });
  // unshare keeps TERM to itself, so that the signals go to its child.
  const firstPid = () => poll("PID 1 of a replica", () => hasEnded || lissomPid(child, place));
  return {
    stop: async (graceMs) => {
      const pid = await firstPid();
      if (pid === true) return { wasKilled: false };
      send(pid, "SIGTERM");
      const timer = setTimeout(() => send(pid, "SIGKILL"), graceMs);
      const stopped = performance.now();
      await ended;
      clearTimeout(timer);
      return { wasKilled: performance.now() - stopped >= graceMs };
    },
    hasEnded: () => hasEnded,
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Whether the application that listens on the port says that it is healthy. */
export function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // With a connection of its own: one that is kept would hold the drain.
    const request = get({ host: "127.0.0.1", port, path: "/health", agent: false }, (response) => {
      response.resume();
      response.once("close", () => resolve(response.statusCode === 200));
    });
    request.once("error", () => resolve(false));
  });
}

function withoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("LISSOM_")));
}
