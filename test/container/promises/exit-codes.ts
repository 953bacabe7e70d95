import { describe, expect, test } from "vitest";
import { poll } from "../../helpers/poll.ts";
import { nativeBody, nodeBody } from "../support/bodies.ts";
import { startScript } from "../support/container.ts";
import { type Engine, offline } from "../support/engine.ts";
import { images } from "../support/images.ts";

const endings = [
  { title: "a command that succeeds is reported as 0", command: ["true"], exitCode: 0 },
  { title: "a command's own exit code is reported", command: ["sh", "-c", "exit 42"], exitCode: 42 },
  { title: "the highest exit code is reported", command: ["sh", "-c", "exit 255"], exitCode: 255 },
  { title: "death by TERM is reported as 143", command: ["sh", "-c", "kill -TERM $$"], exitCode: 143 },
  { title: "death by KILL is reported as 137", command: ["sh", "-c", "kill -KILL $$"], exitCode: 137 },
  { title: "a command that does not exist is reported as 127", command: ["/missing"], exitCode: 127 },
  { title: "a file that cannot be run is reported as 126", command: ["/etc/passwd"], exitCode: 126 },
];

/** What the engine's user, and its restart policy, learn about the end of the command. */
export function promiseExitCodes(engineOf: () => Engine): void {
  for (const body of [nativeBody, nodeBody]) {
    describe(`exit codes, ${body.name} body`, () => {
      for (const { title, command, exitCode } of endings) {
        test(title, async () => {
          const outcome = await engineOf().try(["run", "--rm", ...offline, images[body.name], ...command]);
          expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
        });
      }
    });
  }

  describe("restart policy", () => {
    test("a command that fails is restarted as often as on-failure allows, and its code is kept", async () => {
      const flags = ["--restart", "on-failure:1"];
      const container = await startScript(engineOf(), images.native, "echo run; exit 3", flags);
      await poll("the container has run twice and ended", async () => {
        const runs = (await container.output()).match(/run/g)?.length ?? 0;
        return runs === 2 && (await container.inspect("{{.State.Running}}")) === "false";
      });
      expect(await container.inspect("{{.State.ExitCode}}")).toBe("3");
    });

    test("a death by TERM that LISSOM_EXIT_MAP makes a success is not restarted", async () => {
      const flags = ["--restart", "on-failure:3", "-e", "LISSOM_EXIT_MAP=143=0"];
      const container = await startScript(engineOf(), images.native, "echo run; kill -TERM $$", flags);
      const ending = await container.wait();
      expect(ending.exitCode).toBe(0);
      expect(ending.output.match(/run/g)).toHaveLength(1);
      expect(await container.inspect("{{.RestartCount}}")).toBe("0");
    });
  });
}
