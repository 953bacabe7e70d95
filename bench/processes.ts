import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Conversation } from "./conversation.ts";

/** Memory of one process in KiB, from smaps_rollup: VmRSS is only approximate on kernels since 6.2. */
export interface Memory {
  readonly rss: number;
  readonly pss: number;
  readonly private: number;
}

const POLL_MS = 20;
const DEADLINE_MS = 60_000;

/** Reads the memory of a process; throws where the process is gone. */
export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(text)?.[1]);
  return { rss: field("Rss"), pss: field("Pss"), private: field("Private_Clean") + field("Private_Dirty") };
}

/** Returns the processor time of a process in nanoseconds; the ticks of its stat file are 10 ms each. */
export function processorTimeOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[0]);
}

/** Returns how many children of a process have ended and were not waited for. */
export function zombiesOf(pid: number): number {
  let zombies = 0;
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const { state, parent } = statOf(Number(entry));
    if (parent === pid && state === "Z") zombies++;
  }
  return zombies;
}

/** Resolves when the process sleeps and its memory and processor time stay the same between two looks. */
export async function atRest(pid: number): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let before = ""; ; await delay(POLL_MS)) {
    const now = `${statOf(pid).state} ${processorTimeOf(pid)} ${memoryOf(pid).rss}`;
    if (now === before && now.startsWith("S")) return;
    if (Date.now() > deadline) throw new Error(`process ${pid} did not come to rest: ${now}`);
    before = now;
  }
}

/** Programs that run as PID 1 of their own namespaces; `pids` are the host's. */
export interface Launched {
  readonly pids: readonly number[];
  readonly conversation: Conversation;
}

/** Starts `count` copies of a command whose program says `ready`, each as PID 1; resolves when all are ready. */
export async function launch(launcher: string, command: readonly string[], count = 1): Promise<Launched> {
  const conversation = new Conversation([launcher, String(count), ...command]);
  const pids: number[] = [];
  for (let ready = 0; ready < count; ready++) {
    await conversation.expect("ready", (line) => pids.push(Number(line.slice("pid ".length))));
  }
  while (pids.length < count) pids.push(Number((await conversation.expect("pid")).slice("pid ".length)));
  return { pids, conversation };
}

function statOf(pid: number): { state: string; parent: number } {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "?", parent] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state, parent: Number(parent) };
  } catch {
    // It ended while we looked.
    return { state: "gone", parent: -1 };
  }
}
