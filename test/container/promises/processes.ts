import { describe, expect, test } from "vitest";
import { nativeBody, nodeBody } from "../support/bodies.ts";
import { startScript } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { images } from "../support/images.ts";
import { onSignal, orphanScript } from "../support/scripts.ts";

const lockedFlags = ["--read-only", "--cap-drop=ALL", "--user=1000:1000", "--security-opt=no-new-privileges"];

/** Signals and orphans, and the restrictions under which lissom still does its work. */
export function promiseProcesses(engineOf: () => Engine): void {
  for (const body of [nativeBody, nodeBody]) {
    describe(`processes, ${body.name} body`, () => {
      test("orphans are reaped", async () => {
        const container = await startScript(engineOf(), images[body.name], orphanScript);
        await container.waitForOutput("reaped");
      });

      test("a read-only container of an ordinary user without capabilities and new privileges works as any other", async () => {
        const script = `grep -E "^(CapEff|NoNewPrivs|Seccomp):" /proc/1/status; ${onSignal("TERM")}`;
        const container = await startScript(engineOf(), images[body.name], script, lockedFlags);
        await container.waitForOutput("ready");
        const ending = await container.stop(30);
        expect(ending).toMatchObject({ exitCode: 9, output: expect.stringContaining("got TERM") });
        expect(ending.output).toMatch(/CapEff:\s*0+\nNoNewPrivs:\s*1\nSeccomp:\s*2/);
      });

      test.each(["HUP", "USR1", "WINCH"])("kill -s %s reaches the command", async (signal) => {
        const container = await startScript(engineOf(), images[body.name], onSignal(signal));
        await container.waitForOutput("ready");
        await container.kill(signal);
        const ending = await container.wait();
        expect(ending).toMatchObject({ exitCode: 9, output: expect.stringContaining(`got ${signal}`) });
      });
    });
  }

  describe("processes", () => {
    test("LISSOM_MAP turns the engine's TERM into the signal that the application understands", async () => {
      const flags = ["-e", "LISSOM_MAP=TERM=QUIT"];
      const container = await startScript(engineOf(), images.native, onSignal("QUIT"), flags);
      await container.waitForOutput("ready");
      expect(await container.stop(30)).toMatchObject({
        exitCode: 9,
        output: expect.stringContaining("got QUIT"),
      });
    });
  });
}
