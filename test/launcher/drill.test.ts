import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findPlace } from "../../demo/place.ts";
import { findNetwork } from "../../drill/network.ts";
import { withFolder } from "../helpers/folder.ts";
import { skipFor } from "../helpers/gap.ts";
import { poll } from "../helpers/poll.ts";
import { descendantsOf, field, stateOf } from "../helpers/proc.ts";
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

interface Drill {
  pid: number;
  /** All that it has said so far. */
  said(): string;
  /** Its exit code and all that it said, once nobody holds its output any more. */
  ended: Promise<{ status: number | null; said: string }>;
}

function startDrill(words: readonly string[]): Drill {
  const child = spawn(process.execPath, ["--import", "tsx", "drill/main.ts", ...words], {
    cwd: repositoryRoot,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill());
  if (child.pid === undefined) throw new Error("the drill could not be started");
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  const ended = new Promise<{ status: number | null; said: string }>((resolve) =>
    child.once("close", (status) => resolve({ status, said })),
  );
  return { pid: child.pid, said: () => said, ended };
}

function drill(words: readonly string[]): Drill["ended"] {
  return startDrill(words).ended;
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

  test("leaves no process behind when its first process is killed in the middle of a scenario", async (context) => {
    skipFor(whyNoDrill(), context);
    const { pid, said, ended } = startDrill(["--quick", "--only", "shell-die"]);
    const programs = ["haproxy", "wrk", "unshare"];
    const started = await poll("the load to begin", () => {
      const pids = descendantsOf(pid);
      const names = pids.map((one) => field(one, "Name"));
      return programs.every((name) => names.includes(name)) && pids;
    });
    process.kill(pid, "SIGKILL");
    await poll("all of it to end", () => started.every((one) => (stateOf(one) ?? "Z") === "Z"));
    await ended;
    expect(said()).not.toContain("the claim");
  });
});
