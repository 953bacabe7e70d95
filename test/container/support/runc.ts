import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { execute, executeWell } from "./execute.ts";
import { Foreground } from "./foreground.ts";

/** Who runs runc: root, or an ordinary user who is root only inside of a user namespace. */
export interface RuncUser {
  uid: number;
  gid: number;
  /** Words before `runc` that make it run as this user. */
  prefix: readonly string[];
}

/** What a test asks of a container. */
export interface RuncRequest {
  user: RuncUser;
  /** A folder with room for the container's bundle, and for `runc`'s state; the user must be able to write there. */
  scratch: string;
  /** The root file system, which the container sees read-only. */
  root: string;
  command: readonly string[];
  env?: Record<string, string>;
  /** A folder of the host that the container sees as /shared and may write to. */
  shared?: string;
}

let count = 0;

/** A container in the foreground of `runc run`, without an engine around it. */
export class RuncContainer extends Foreground {
  readonly #runc: readonly string[];
  readonly #id: string;

  constructor(runc: readonly string[], id: string, bundle: string) {
    super([...runc, "run", "--bundle", bundle, id]);
    this.#runc = runc;
    this.#id = id;
    onTestFinished(async () => void (await execute([...runc, "delete", "--force", id])));
  }

  /** Sends a signal to the container's PID 1. */
  async kill(signal: string): Promise<void> {
    await executeWell([...this.#runc, "kill", this.#id, signal]);
  }
}

/** Writes a bundle for the request and starts it, without network, new privileges and capabilities. */
export async function startRunc(request: RuncRequest): Promise<RuncContainer> {
  const { user, scratch } = request;
  const id = `lissom-${process.pid}-${++count}`;
  const bundle = join(scratch, id);
  mkdirSync(bundle);
  const kind = user.uid === 0 ? [] : ["--rootless"];
  await executeWell(["runc", "spec", "--bundle", bundle, ...kind]);
  const path = join(bundle, "config.json");
  const config = JSON.parse(readFileSync(path, "utf8"));
  adapt(config, request);
  writeFileSync(path, JSON.stringify(config));
  return new RuncContainer([...user.prefix, "runc", "--root", join(scratch, "state")], id, bundle);
}

// biome-ignore lint/suspicious/noExplicitAny: the specification's own types would be longer than all that is set here.
function adapt(config: any, { user, root, command, env = {}, shared }: RuncRequest): void {
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  Object.assign(config.process, { args: command, terminal: false, capabilities: {} });
  config.process.env.push(...settings);
  config.root = { path: root, readonly: true };
  for (const mapping of config.linux.uidMappings ?? []) mapping.hostID = user.uid;
  for (const mapping of config.linux.gidMappings ?? []) mapping.hostID = user.gid;
  if (shared !== undefined) {
    config.mounts.push({ destination: "/shared", type: "bind", source: shared, options: ["bind", "rw"] });
  }
}
