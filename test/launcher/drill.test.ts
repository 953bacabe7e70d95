import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findPlace } from "../../demo/place.ts";
import { findNetwork } from "../../drill/network.ts";
import { withFolder } from "../helpers/folder.ts";
import { skipFor } from "../helpers/gap.ts";
import { repositoryRoot } from "../helpers/root.ts";

const SEARCH = { env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } };

function whyNoDrill(): string | undefined {
  if (findPlace().words.length === 0) return "no PID namespaces";
  if (findNetwork() === undefined) return "no network namespaces, or no ip";
  const missing = ["haproxy", "wrk"].filter((program) => {
    try {
      execFileSync("sh", ["-c", `command -v ${program}`], SEARCH);
      return false;
    } catch {
      return true;
    }
  });
  return missing.length === 0 ? undefined : `not on this machine: ${missing.join(", ")}`;
}

/** Runs the drill with `words`, and returns its exit code and all that it said. */
function drill(words: readonly string[]): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", "drill/main.ts", ...words], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill());
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, said })));
}

describe("the rolling update drill", () => {
  test("loses no request of an application that dies on TERM where lissom waits for its connections", async (context) => {
    skipFor(whyNoDrill(), context);
    await withFolder(async (folder) => {
      const { status, said } = await drill(["--quick", "--only", "lissom-drain-die", "--out", folder]);
      expect(said).toMatch(/^lissom-drain-die: 0 failed of [\d,]+ requests$/m);
      expect(status, said).toBe(0);
      const page = readFileSync(join(folder, "rolling-update.md"), "utf8");
      expect(page).toMatch(/^\| lissom, drain \| dies \| [\d,]+ \| 0 \| 0 \| 0 \| \d+ \| 0 of 3 \|/m);
      expect(readFileSync(join(folder, "rolling-update.svg"), "utf8")).toContain(">0 failed<");
    });
  });

  test("names the scenarios there are where it is asked for another", async (context) => {
    skipFor(whyNoDrill(), context);
    const { status, said } = await drill(["--only", "lissom-drain-live"]);
    expect(said).toContain(
      "drill: --only lissom-drain-live: no such scenario: there are shell-finish, shell-die",
    );
    expect(status).toBe(1);
  });
});
