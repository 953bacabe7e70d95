import { type ChildProcess, spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { patienceMs, within } from "../../helpers/poll.ts";
import { waitForText } from "./wait-for-text.ts";

/** A program that a test talks to while it runs: its output is collected, and keys can be typed. */
export class Foreground {
  /** What the program has written so far, to both streams. */
  output = "";
  readonly #process: ChildProcess;
  readonly #closed: Promise<number | null>;

  constructor(argv: readonly string[], env: Record<string, string> = {}) {
    const [file = "", ...args] = argv;
    this.#process = spawn(file, args, { cwd: tmpdir(), env: { ...process.env, ...env }, stdio: "pipe" });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.output += text;
      });
    }
    this.#closed = new Promise((resolve, reject) => {
      this.#process.on("close", resolve).on("error", reject);
    });
  }

  /** Presses keys; control characters are written as such. */
  type(keys: string): void {
    this.#process.stdin?.write(keys);
  }

  /** Waits until the program has written the text. */
  async waitForOutput(text: string): Promise<void> {
    await waitForText({ isRunning: () => this.#process.exitCode === null, output: () => this.output }, text);
  }

  /** Waits for the program's end and returns its exit code, or null where a signal ended it. */
  async exitCode(): Promise<number | null> {
    try {
      return await within("the end of the program", this.#closed, patienceMs);
    } catch (error) {
      throw new Error(`${error}, which has written:\n${this.output}`, { cause: error });
    }
  }

  /** Ends the program at once. */
  destroy(): void {
    this.#process.kill("SIGKILL");
  }
}
