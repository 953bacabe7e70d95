import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 50;
const DEADLINE_MS = 30_000;

let serial = 0;

/** A strace that watches one process, without its children, and counts its finished system calls by name. */
export class Watch {
  readonly #file: string;
  readonly #strace: ChildProcess;
  #said = "";
  #seen = 0;

  private constructor(strace: string, folder: string, pid: number) {
    this.#file = join(folder, `strace-${++serial}`);
    writeFileSync(this.#file, "");
    const words = ["-p", String(pid), "-o", this.#file, "-e", "signal=none"];
    this.#strace = spawn(strace, words, { stdio: ["ignore", "ignore", "pipe"] });
    this.#strace.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#said += text;
    });
  }

  /** Attaches to the process and resolves when the call that this interrupted has been begun again. */
  static async attach(strace: string, folder: string, pid: number): Promise<Watch> {
    const watch = new Watch(strace, folder, pid);
    const deadline = Date.now() + DEADLINE_MS;
    while (!watch.#said.includes("attached")) {
      if (watch.#strace.exitCode !== null || Date.now() > deadline) throw new Error(`strace: ${watch.#said}`);
      await delay(POLL_MS);
    }
    await watch.#quiet(deadline);
    watch.#seen = watch.#lines().length;
    return watch;
  }

  /** Resolves with the calls by name since the attachment or the last look, once no more are being written. */
  async calls(): Promise<Map<string, number>> {
    await this.#quiet(Date.now() + DEADLINE_MS);
    const counts = new Map<string, number>();
    const lines = this.#lines();
    for (const line of lines.slice(this.#seen)) {
      const name = /^(?:<\.\.\. )?(\w+)/.exec(line)?.[1] ?? line;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    this.#seen = lines.length;
    return counts;
  }

  async detach(): Promise<void> {
    const closed = once(this.#strace, "close");
    this.#strace.kill("SIGINT");
    await closed;
  }

  /** Finished lines only: the call in progress has no line end yet. */
  #lines(): string[] {
    return readFileSync(this.#file, "utf8").split("\n").slice(0, -1);
  }

  async #quiet(deadline: number): Promise<void> {
    for (let before = -1, now = this.#lines().length; now !== before; ) {
      if (Date.now() > deadline) throw new Error("strace: the process never came to rest");
      await delay(POLL_MS * 2);
      before = now;
      now = this.#lines().length;
    }
  }
}

/** Returns how many calls there were in all. */
export function total(calls: ReadonlyMap<string, number>): number {
  return [...calls.values()].reduce((sum, count) => sum + count, 0);
}
