import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const DEADLINE_MS = 180_000;

/** A running helper program: lines are said to it and awaited from it. */
export class Conversation {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #unread: string[] = [];
  #partial = "";
  #stopped: string | null = null;
  #wake: () => void = () => {};

  /** Starts the program; what it and its children write to stderr is shown only where `showErrors` asks for it. */
  constructor(command: readonly string[], showErrors = true) {
    const [file = "", ...words] = command;
    this.#child = spawn(file, words, { stdio: ["pipe", "pipe", showErrors ? "inherit" : "ignore"] });
    this.#ended = once(this.#child, "close").catch(() => undefined);
    this.#child.on("error", (error) => this.#stop(String(error)));
    this.#child.on("close", (code, signal) => this.#stop(`${file} ended with ${signal ?? code}`));
    // A helper that ends early is reported by the next expectation, with its exit code.
    this.#child.stdin?.on("error", () => {});
    this.#child.stdout?.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
  }

  say(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Resolves with the next line that starts with `start`; lines before it go to `others`. */
  async expect(start: string, others: (line: string) => void = () => {}): Promise<string> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const line = this.#unread.shift();
      if (line?.startsWith(start)) return line;
      if (line !== undefined) others(line);
      else if (this.#stopped !== null) throw new Error(`waiting for "${start}": ${this.#stopped}`);
      else await this.#news(deadline, start);
    }
  }

  /** Resolves when the program has ended by itself, after its stdin was closed; throws where it failed. */
  async finish(): Promise<void> {
    this.#child.stdin?.end();
    await this.#ended;
    if (this.#child.exitCode !== 0) throw new Error(this.#stopped ?? "helper failed");
  }

  /** Ends the program by force, and with it the namespaces that it holds. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  #receive(text: string): void {
    const lines = (this.#partial + text).split("\n");
    this.#partial = lines.pop() ?? "";
    for (const line of lines) this.#unread.push(line);
    this.#wake();
  }

  #stop(reason: string): void {
    this.#stopped = reason;
    this.#wake();
  }

  #news(deadline: number, start: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`waiting for "${start}": nothing in ${DEADLINE_MS / 1000} s`));
      const timer = setTimeout(late, deadline - Date.now());
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
