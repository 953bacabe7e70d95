import { describe, expect, test } from "vitest";
import { nativeBody, nodeBody } from "../support/bodies.ts";
import { type Engine, offline } from "../support/engine.ts";
import { images } from "../support/images.ts";

/** More than Node itself needs, and little enough to be used up at once. */
const limit = ["--memory=160m", "--memory-swap=160m"];
const tell = "sh -c 'echo told $LISSOM_EXIT_CODE $LISSOM_REASON'";
const greedy = "tail -c 1000000000 /dev/zero";

/** Who was killed for want of memory, and how the command ended then. */
const victims = [
  { title: "the command itself", script: `exec ${greedy}`, exitCode: 137, signal: "SIGKILL" },
  { title: "a process of the command, which then fails", script: `${greedy}; exit 3`, exitCode: 3 },
];

/** What a user learns where a container's memory has run out. */
export function promiseMemoryReason(engineOf: () => Engine): void {
  for (const body of [nativeBody, nodeBody]) {
    describe(`memory, ${body.name} body`, () => {
      for (const { title, script, exitCode, signal } of victims) {
        test(`the log and --after-exit hooks say out-of-memory where the kernel killed ${title}`, async () => {
          const settings = ["-e", "LISSOM_LOG_LEVEL=info", "-e", `LISSOM_AFTER_EXIT=${tell}`];
          const flags = ["--rm", ...offline, ...limit, ...settings];
          const outcome = await engineOf().try(["run", ...flags, images[body.name], "sh", "-c", script]);
          expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
          expect(outcome.stderr).toContain(`told ${exitCode} out-of-memory`);
          const entries = entriesOf(outcome.stderr);
          expect(entries.find(({ event }) => event === "outOfMemory")).toMatchObject({ level: 40, count: 1 });
          const finished = { exitCode, reason: "out-of-memory", oomKills: 1, ...(signal && { signal }) };
          expect(entries.find(({ event }) => event === "finished")).toMatchObject(finished);
        });
      }

      test("a command that ends well is not said to have run out of memory", async () => {
        const settings = ["-e", "LISSOM_LOG_LEVEL=info", "-e", `LISSOM_AFTER_EXIT=${tell}`];
        const flags = ["--rm", ...offline, ...limit, ...settings];
        const outcome = await engineOf().try(["run", ...flags, images[body.name], "sh", "-c", "exit 3"]);
        expect(outcome.exitCode, outcome.stderr).toBe(3);
        expect(outcome.stderr).toContain("told 3 exited");
        expect(entriesOf(outcome.stderr).map(({ event }) => event)).not.toContain("outOfMemory");
      });
    });
  }
}

function entriesOf(text: string): { event: string }[] {
  const lines = text.split("\n").filter((line) => line.startsWith("{"));
  return lines.map((line) => JSON.parse(line) as { event: string });
}
