import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ExecuteOptions, execute, executeWell, type Outcome } from "./execute.ts";

/** The image names that Dockerfile.example builds upon when it is given no build argument. */
export const baseImages = { build: "node:20-bookworm", node: "node:20-slim" };

/** Flags of `run` that keep a container, and the engine, away from any network. */
export const offline = ["--network=none", "--pull=never"];

/** What `build` needs to know. */
export interface BuildRequest {
  tag: string;
  dockerfile: string;
  /** The folder whose files the build may copy. */
  context: string;
  /** The stage to build; the last one without it. */
  target?: string;
}

/**
 * A container engine of the tests' own: its storage is in a scratch folder, no container has a network, and no image
 * is ever pulled. docker and podman share their command line, so one class speaks to both.
 */
export class Engine {
  readonly name: "docker" | "podman";
  /** A folder that the engine's storage and the tests' own files share. */
  readonly scratch: string;
  readonly #argv: readonly string[];
  readonly #env: Record<string, string>;

  constructor(
    name: "docker" | "podman",
    scratch: string,
    argv: readonly string[],
    env: Record<string, string>,
  ) {
    this.name = name;
    this.scratch = scratch;
    this.#argv = argv;
    this.#env = env;
  }

  /** The command line and environment that speak to this engine, for a test that runs it on a terminal. */
  get client(): { argv: readonly string[]; env: Record<string, string> } {
    return { argv: this.#argv, env: this.#env };
  }

  /** Runs `docker ARGS` or `podman ARGS` to its end, whatever its exit code. */
  try(args: readonly string[], options: ExecuteOptions = {}): Promise<Outcome> {
    return execute([...this.#argv, ...args], { ...options, env: this.#env });
  }

  /** As `try`, returns standard output, and takes an exit code other than 0 for an error. */
  do(args: readonly string[], options: ExecuteOptions = {}): Promise<string> {
    return executeWell([...this.#argv, ...args], { ...options, env: this.#env });
  }

  /** Makes an image of local files: what tar packs, given its arguments. No path may come twice. */
  async importImage(name: string, tarArguments: readonly string[]): Promise<void> {
    const archive = join(this.scratch, "image.tar");
    await executeWell(["tar", "-cf", archive, ...tarArguments]);
    await this.do(["import", archive, this.#localName(name)], { deadlineMs: 120_000 });
  }

  /** Builds a Dockerfile without network, exactly as it stands. */
  async build({ tag, dockerfile, context, target }: BuildRequest): Promise<void> {
    const stage = target === undefined ? [] : ["--target", target];
    const pull = this.name === "podman" ? ["--pull=never"] : [];
    const flags = ["--network=none", ...pull, ...stage, "-f", dockerfile, "-t", tag];
    await this.do(["build", ...flags, context], { deadlineMs: 300_000 });
  }

  /** Makes an image that starts with other words than its base. */
  async deriveImage(tag: string, base: string, entrypoint: readonly string[]): Promise<void> {
    const context = this.sharedFolder(`context-${tag}`);
    const dockerfile = join(context, "Dockerfile");
    writeFileSync(dockerfile, `FROM ${base}\nENTRYPOINT ${JSON.stringify(entrypoint)}\n`);
    await this.build({ tag, dockerfile, context });
  }

  /** The paths in a container's root file system, as tar lists them: a folder ends with a slash. */
  async listFiles(container: string): Promise<string[]> {
    const archive = join(this.scratch, "export.tar");
    await this.do(["export", "-o", archive, container]);
    return (await executeWell(["tar", "-tf", archive])).split("\n");
  }

  /** Makes a folder below the scratch folder that any user in a container may write to. */
  sharedFolder(name: string): string {
    const folder = join(this.scratch, name);
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o777);
    return folder;
  }

  // podman gives an imported image the prefix localhost, where a build would not look for an official image.
  #localName(name: string): string {
    return this.name === "podman" && name.startsWith("node:") ? `docker.io/library/${name}` : name;
  }
}
