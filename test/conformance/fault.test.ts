import { execFileSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withFolder } from "../helpers/folder.ts";
import { skipFor } from "../helpers/gap.ts";
import { faulty, whyMissing } from "../helpers/inits.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, stateOf } from "../helpers/proc.ts";
import { type Run, start, whyNoNamespace } from "../helpers/run.ts";
import { scene, shell, talker } from "./case.ts";
import { hook } from "./hooks.ts";

const gap = () => whyMissing(faulty) ?? whyNoNamespace();

/** The signal at which the head fails reaches the command too: this has it live on. */
const deaf = scene("ignore", "63");

/** Lets the head fail, and waits until the init says so. */
async function fail(run: Run): Promise<void> {
  await run.signal(63);
  await run.complains(/internal fault/);
}

test("after a fault in the head, signals still reach the command and its exit code is the init's", async (context) => {
  skipFor(gap(), context);
  await using run = start(faulty, { command: talker("main", "15=3") });
  await run.says(/main ready/);
  await fail(run);
  await run.signal(10);
  await run.says(/main got 10/);
  await run.signal(15);
  expect(await run.finished()).toEqual({ code: 3 });
  expect(run.err.trim().split("\n")).toHaveLength(1);
});

test("after a fault in the head, the command's death by a signal still ends the init with 128+n", async (context) => {
  skipFor(gap(), context);
  await using run = start(faulty, { command: [...deaf, ...shell("echo ready; exec sleep 100")] });
  await run.says(/ready/);
  await fail(run);
  await run.signal(15);
  expect(await run.ended()).toEqual({ code: 143 });
});

test("after a fault in the head, orphans are still reaped", async (context) => {
  skipFor(gap(), context);
  const command = [...deaf, ...shell('("$@" &); exec sleep 100', ...talker("orphan", "10=0"))];
  await using run = start(faulty, { command });
  const orphan = await run.pidOf("orphan");
  await poll("the orphan to be adopted", async () => childrenOf(await run.pid()).includes(orphan));
  await fail(run);
  process.kill(orphan, 10);
  await poll("the orphan to be reaped", () => stateOf(orphan) === undefined);
  expect(run.hasEnded()).toBe(false);
});

test("the signal at which the head fails still reaches the command", async (context) => {
  skipFor(gap(), context);
  await using run = start(faulty, { command: talker("main", "15=3") });
  await run.says(/main ready/);
  await fail(run);
  await run.says(/main got 63/);
  await run.signal(15);
  expect(await run.finished()).toEqual({ code: 3 });
});

test("a fault in the head ends nothing also where the reader of stderr is gone", async (context) => {
  skipFor(gap(), context);
  await withFolder(async (folder) => {
    const path = join(folder, "pipe");
    execFileSync("mkfifo", [path]);
    const reader = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const stderr = openSync(path, constants.O_WRONLY);
    closeSync(reader);
    for (const place of ["pid1", "child"] as const) {
      await using run = start(faulty, { place, stderr, command: talker("main", "15=3") });
      await run.says(/main ready/);
      await run.signal(63);
      await run.says(/main got 63/);
      await run.signal(15);
      expect(await run.ended()).toEqual({ code: 3 });
    }
    closeSync(stderr);
  });
});

test("after a fault in the head behind the command's end, its exit code is still the init's", async (context) => {
  skipFor(gap(), context);
  const options = { afterExit: [hook("kill -63 1; exec sleep 100")] };
  await using run = start(faulty, { options, command: shell("exit 3") });
  expect(await run.ended()).toEqual({ code: 3 });
});
