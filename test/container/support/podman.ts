import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nativeBinary } from "./bodies.ts";
import { Engine } from "./engine.ts";
import { createScratch, removeScratch } from "./scratch.ts";

// Hard limits above these cannot be raised in a container that lacks CAP_SYS_RESOURCE itself. The locks are kept in
// files, since those in shared memory belong to every podman of the machine.
const configuration = (helpers: string) => `
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
netns = "none"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
lock_type = "file"
runtime = "runc"
helper_binaries_dir = ["${helpers}", "/usr/local/libexec/podman", "/usr/libexec/podman", "/usr/lib/podman"]
`;

/** A podman with a storage of its own that leaves the machine's alone, and whose catatonit is lissom. */
export function createPodman(): Engine {
  const scratch = createScratch();
  const path = join(scratch, "containers.conf");
  const helpers = join(scratch, "helpers");
  mkdirSync(helpers);
  copyFileSync(nativeBinary, join(helpers, "catatonit"));
  writeFileSync(path, configuration(helpers));
  const folders = ["--root", "storage", "--runroot", "run", "--tmpdir", "tmp"];
  const argv = folders.map((word) => (word.startsWith("--") ? word : join(scratch, word)));
  return new Engine("podman", scratch, ["podman", ...argv], { CONTAINERS_CONF: path });
}

/** Ends what still runs and removes the storage. */
export async function destroyPodman(engine: Engine): Promise<void> {
  await engine.try(["pod", "rm", "--all", "--force", "--time", "0"]);
  await engine.try(["rm", "--all", "--force", "--time", "0"]);
  await removeScratch(engine.scratch);
}
