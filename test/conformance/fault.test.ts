import { expect, test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import { faulty, whyMissing } from "../helpers/inits.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, stateOf } from "../helpers/proc.ts";
import { type Run, start, whyNoNamespace } from "../helpers/run.ts";
import { shell, talker } from "./case.ts";

const gap = () => whyMissing(faulty) ?? whyNoNamespace();

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
  await using run = start(faulty, { command: shell("echo ready; exec sleep 100") });
  await run.says(/ready/);
  await fail(run);
  await run.signal(15);
  expect(await run.ended()).toEqual({ code: 143 });
});

test("after a fault in the head, orphans are still reaped", async (context) => {
  skipFor(gap(), context);
  const command = shell('("$@" &); exec sleep 100', ...talker("orphan", "10=0"));
  await using run = start(faulty, { command });
  const orphan = await run.pidOf("orphan");
  await poll("the orphan to be adopted", async () => childrenOf(await run.pid()).includes(orphan));
  await fail(run);
  process.kill(orphan, 10);
  await poll("the orphan to be reaped", () => stateOf(orphan) === undefined);
  expect(run.hasEnded()).toBe(false);
});
