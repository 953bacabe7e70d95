import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { LoadCount } from "./model.ts";
import { killAtExit } from "./processes.ts";

const TIMETABLE = fileURLToPath(new URL("load.lua", import.meta.url));
/* wrk only counts what takes longer, and it keeps a table of that size. */
const TIMEOUT = "30s";
/* More than can wait at once when all that goes to one replica of three is retried for a second or two. */
const CONNECTIONS = 800;

/** A running load. */
export interface Load {
  /** Begins no more requests; those that were begun go on. */
  finish(): void;
  /** Rejects where the load generator ends before it is told to. */
  readonly broken: Promise<never>;
  /** Ends the load generator and returns what it counted. */
  end(): Promise<LoadCount>;
  /** Ends it at once, if it still runs. */
  kill(): Promise<void>;
}

/** Starts wrk with `rate` requests a second. */
export function startLoad(program: string, folder: string, port: number, rate: number): Load {
  const stopFile = join(folder, "no-more-requests");
  const words = [
    ...["--threads", "1", "--connections", String(CONNECTIONS), "--duration", "1h", "--timeout", TIMEOUT],
    ...["--script", TIMETABLE, `http://127.0.0.1:${port}/`, "--", String(rate), stopFile],
  ];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  const forget = killAtExit(child);
  const output = text(child.stdout);
  let isEnding = false;
  const broken = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => !isEnding && reject(new Error(`wrk has ended early: exit code ${code}`)));
  });
  return {
    broken,
    finish: () => writeFileSync(stopFile, ""),
    end: async () => {
      isEnding = true;
      child.kill("SIGINT");
      return readCount(await output);
    },
    kill: async () => {
      isEnding = true;
      child.kill("SIGKILL");
      await output;
      forget();
    },
  };
}

/** Reads the line of figures that load.lua prints at the end; throws what was printed where there is none. */
export function readCount(output: string): LoadCount {
  const line = output.split("\n").find((one) => one.startsWith("{"));
  if (line === undefined) throw new Error(`wrk has counted nothing:\n${output}`);
  const { answers, badStatus, connect, read, write } = JSON.parse(line) as Record<string, number>;
  const broken = Number(connect) + Number(read) + Number(write);
  return { requests: Number(answers) + broken, failed: Number(badStatus) + broken };
}
