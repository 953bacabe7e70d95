import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executeWell } from "./execute.ts";

/**
 * A new folder that any user may enter. Its name is short, since the path of a Unix socket in it must stay below 108
 * bytes.
 */
export function createScratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "lissom-"));
  chmodSync(folder, 0o755);
  return folder;
}

/** Removes the folder with what it holds, after taking down mounts that an engine may have left in it. */
export async function removeScratch(folder: string): Promise<void> {
  const mounts = await executeWell(["awk", "{ print $2 }", "/proc/self/mounts"]);
  const inside = mounts.split("\n").filter((path) => path.startsWith(`${folder}/`));
  for (const path of inside.reverse()) await executeWell(["umount", "--lazy", path]);
  rmSync(folder, { recursive: true, force: true });
}
