import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

it("npm run bench -- --quick measures the machine's inits and writes a report with its plot", {
  timeout: 120_000,
}, (context) => {
  const obstacle = whatIsMissing();
  if (obstacle !== null && process.env.CI !== "true") context.skip(obstacle);
  expect(obstacle).toBeNull();
  const folder = mkdtempSync(join(tmpdir(), "lissom-bench-test-"));
  try {
    const words = [
      "--import",
      "tsx",
      "bench/main.ts",
      "--quick",
      "--only",
      "size,memory,startup",
      "--out",
      folder,
    ];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("Resident memory, idle (KiB)");
    expect(readFileSync(join(folder, "benchmarks.md"), "utf8")).toContain("## Start-up cost");
    expect(readFileSync(join(folder, "benchmarks.svg"), "utf8")).toMatch(/^<svg .*<\/svg>\n$/s);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Returns why no PID namespace or no program can be made here, or null. */
function whatIsMissing(): string | null {
  const flags = process.geteuid?.() === 0 ? ["--pid"] : ["--user", "--map-root-user", "--pid"];
  try {
    execFileSync(process.env.CC ?? "cc", ["--version"], { stdio: "ignore" });
    execFileSync("unshare", [...flags, "--fork", "true"], { stdio: "ignore" });
    return null;
  } catch (error) {
    return `the bench needs a C compiler and PID namespaces: ${(error as Error).message}`;
  }
}
