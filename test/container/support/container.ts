import { onTestFinished } from "vitest";
import { type Engine, offline } from "./engine.ts";
import type { Outcome } from "./execute.ts";
import { waitForText } from "./wait-for-text.ts";

/** In milliseconds: below the ten seconds after which something kills, far above what a busy machine needs. */
export const quickMs = 6_000;

/** How a container ended. */
export interface Ending {
  exitCode: number;
  /** How long `stop` took, as its user sees it, in milliseconds. */
  durationMs: number;
  /** All that the container wrote, to standard output and standard error. */
  output: string;
}

/** A container that runs in the background. */
export class Container {
  readonly id: string;
  readonly #engine: Engine;

  constructor(engine: Engine, id: string) {
    this.#engine = engine;
    this.id = id;
  }

  /** What the container has written so far. */
  async output(): Promise<string> {
    const { stdout, stderr } = await this.#engine.try(["logs", this.id]);
    return `${stdout}\n${stderr}`;
  }

  /** Waits until the container has written the text; fails after ten seconds, or when the container has ended. */
  async waitForOutput(text: string): Promise<void> {
    const isRunning = async () => (await this.inspect("{{.State.Running}}")) === "true";
    await waitForText({ isRunning, output: () => this.output() }, text);
  }

  /** `docker stop`: asks for an end, and has the engine kill the container after the given seconds. */
  async stop(timeoutSeconds: number): Promise<Ending> {
    const stopped = await this.#engine.try(["stop", "-t", String(timeoutSeconds), this.id]);
    return this.#ending(stopped.durationMs);
  }

  /** Waits for the container to end by itself. */
  async wait(): Promise<Ending> {
    const waited = await this.#engine.try(["wait", this.id]);
    return this.#ending(waited.durationMs);
  }

  /** Sends a signal to the container's PID 1. */
  async kill(signal: string): Promise<void> {
    await this.#engine.do(["kill", "-s", signal, this.id]);
  }

  /** Runs a command in the container. */
  exec(...command: string[]): Promise<Outcome> {
    return this.#engine.try(["exec", this.id, ...command]);
  }

  /** One value of what the engine knows about the container, by a Go template. */
  inspect(template: string): Promise<string> {
    return this.#engine.do(["inspect", "-f", template, this.id]);
  }

  /** The files of the container's root file system that no engine put there, sorted. */
  async files(): Promise<string[]> {
    const list = await this.#engine.listFiles(this.id);
    return list.filter((path) => !/\/$|^(dev|etc|proc|run|sys|\.dockerenv)(\/|$)/.test(path)).sort();
  }

  async #ending(durationMs: number): Promise<Ending> {
    const exitCode = Number(await this.inspect("{{.State.ExitCode}}"));
    return { exitCode, durationMs, output: await this.output() };
  }
}

/** Starts a container in the background, without network, and removes it after the test. */
export async function startContainer(
  engine: Engine,
  image: string,
  command: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<Container> {
  const id = await engine.do(["run", "-d", ...offline, ...flags, image, ...command]);
  onTestFinished(async () => void (await engine.try(["rm", "-f", id])));
  return new Container(engine, id);
}

/** As `startContainer`, with a shell script as the command. */
export function startScript(
  engine: Engine,
  image: string,
  script: string,
  flags: readonly string[] = [],
): Promise<Container> {
  return startContainer(engine, image, ["sh", "-c", script], flags);
}
