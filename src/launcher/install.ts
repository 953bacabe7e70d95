import { chmodSync, copyFileSync, renameSync, rmSync } from "node:fs";

const RUNNABLE = 0o755;

/**
 * Copies an executable to `target`, in one step as others see it: a program that runs under that name goes on with
 * its old file, and nobody can start half a file.
 *
 * @throws Error of the failed step; nothing is left behind then
 */
export function install(file: string, target: string): void {
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    copyFileSync(file, unfinished);
    chmodSync(unfinished, RUNNABLE);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
