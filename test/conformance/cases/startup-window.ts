import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fixture } from "../../helpers/fixtures.ts";
import { withFolder } from "../../helpers/folder.ts";
import type { Init } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, scene, shell } from "../case.ts";

const endless = shell("echo ready; exec sleep 100");

/** Sends TERM at the given system call stop of the init; false once the init was through with its start before. */
async function stopsAt(init: Init, stop: number): Promise<boolean> {
  await using run = start(init, { launcher: [fixture("trace"), String(stop), "15"], command: endless });
  const poked = () => /^poked$/m.test(run.notes);
  await poll("the command's start", () => /ready/.test(run.out) || run.hasEnded());
  // The start is over and the init waits: from here on a signal is an ordinary one.
  if (!poked()) await run.signal(15);
  const ended = await run.ended(4000).catch(() => "lost");
  const early = poked();
  same(`ending after TERM at system call stop ${stop}`, ended, { code: 143 });
  return early;
}

/** A signal that comes while the init still starts. */
export const startupWindowCases: Case[] = [
  {
    id: "H1",
    title: "a TERM at any system call of the start-up stops the container with 143",
    exempt: {
      node: limits.nodeStartup,
      arm64: limits.qemuProcess,
      hosted: "the sanitizers' own start-up is traced",
    },
    async run(init) {
      let stop = 1;
      while (await stopsAt(init, stop)) stop++;
      must(stop > 10, `only ${stop} system call stops were seen`);
    },
  },
  {
    id: "H2",
    title: "the first system call blocks every signal",
    exempt: {
      node: limits.nodeStartup,
      arm64: limits.qemuProcess,
      hosted: "the sanitizers' own start-up is traced",
    },
    needs: ["strace"],
    run: (init) =>
      withFolder(async (folder) => {
        const calls = join(folder, "calls");
        execFileSync("strace", ["-o", calls, ...init.argv, "true"], { stdio: "ignore" });
        const [, first = ""] = readFileSync(calls, "utf8").split("\n");
        must(
          /^rt_sigprocmask\(SIG_(SETMASK|BLOCK), ~\[/.test(first),
          `the first system call is ${first.split("(")[0]}`,
        );
      }),
  },
  {
    id: "H3",
    title: "a TERM that the init's own process had pending when it became the init is not lost: exit 143",
    exempt: { node: limits.nodeStartup },
    async run(init) {
      for (const place of ["pid1", "child"] as const) {
        const before = scene("block", "15", "kill", "15");
        await using run = start(init, { place, before, command: shell("echo started; exec sleep 100") });
        same(`ending as ${place}`, await run.ended(4000).catch(() => "lost"), { code: 143 });
        must(!/started/.test(run.out), "the command was started");
      }
    },
  },
];
