import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { poll } from "../../helpers/poll.ts";
import { nativeBinary } from "./bodies.ts";
import { Engine } from "./engine.ts";
import { findProgram } from "./requirements.ts";
import { createScratch, removeScratch } from "./scratch.ts";

/** A docker daemon of the tests' own, and the client that speaks to it. */
export interface Docker {
  engine: Engine;
  daemon: ChildProcess;
}

/**
 * Starts dockerd with everything it writes in a scratch folder, without touching the machine's firewall, bridges or
 * forwarding, and with lissom as what `docker run --init` puts into a container.
 */
export async function startDocker(): Promise<Docker> {
  const scratch = createScratch();
  const inside = (name: string) => join(scratch, name);
  const socket = `unix://${inside("docker.sock")}`;
  const settings = { "deprecated-key-path": inside("key.json"), "init-path": inside("docker-init") };
  copyFileSync(nativeBinary, inside("docker-init"));
  writeFileSync(inside("daemon.json"), JSON.stringify(settings));
  const network = [
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    "--ip-forward=false",
    "--ip-masq=false",
  ];
  const files = ["--config-file", inside("daemon.json"), "--pidfile", inside("pid"), "--host", socket];
  const folders = ["--data-root", inside("data"), "--exec-root", inside("exec")];
  const log = openSync(inside("log"), "w");
  const daemon = spawn(findProgram("dockerd") ?? "dockerd", [...network, ...files, ...folders], {
    stdio: ["ignore", log, log],
  });
  const env = { DOCKER_HOST: socket, DOCKER_CONFIG: scratch, DOCKER_BUILDKIT: "0" };
  const engine = new Engine("docker", scratch, ["docker"], env);
  await poll(
    "dockerd answers",
    async () => {
      if (daemon.exitCode !== null) throw new Error(`dockerd ended:\n${readFileSync(inside("log"), "utf8")}`);
      return (await engine.try(["version"])).exitCode === 0;
    },
    30_000,
  );
  return { engine, daemon };
}

/** Ends what still runs, then the daemon, and removes its files. */
export async function stopDocker({ engine, daemon }: Docker): Promise<void> {
  const containers = (await engine.do(["ps", "-aq"])).split("\n").filter((id) => id !== "");
  if (containers.length > 0) await engine.do(["rm", "-f", ...containers]);
  const ended = once(daemon, "exit");
  daemon.kill("SIGTERM");
  await ended;
  await removeScratch(engine.scratch);
}
