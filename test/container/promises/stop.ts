import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Body, nativeBody, nodeBody } from "../support/bodies.ts";
import { quickMs, startScript } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { images } from "../support/images.ts";
import { request } from "../support/request.ts";
import { ignoringScript } from "../support/scripts.ts";

const launches = [
  { how: "by a shell that waits for it", script: "node /apps/server.js $SOCKET & wait", exitCode: 143 },
  {
    how: "by a shell as its foreground child",
    script: "node /apps/server.js $SOCKET; exit $?",
    exitCode: 143,
  },
  { how: "by a shell that execs it", script: "exec node /apps/server.js $SOCKET", exitCode: 0 },
];

/** What `stop` promises the user of an engine. */
export function promiseGracefulStop(engineOf: () => Engine): void {
  for (const body of [nativeBody, nodeBody]) {
    describe(`stop, ${body.name} body`, () => {
      for (const launch of launches) {
        test(`an application started ${launch.how} finishes the request in flight and stops quickly`, () =>
          finishesRequest(engineOf(), body, launch));
      }

      test("an application that ignores TERM is killed after LISSOM_GRACE, long before the engine would do it", async () => {
        const flags = ["-e", "LISSOM_GRACE=300ms"];
        const container = await startScript(engineOf(), images[body.name], ignoringScript, flags);
        await container.waitForOutput("ready");
        const ending = await container.stop(30);
        expect(ending.exitCode).toBe(137);
        expect(ending.durationMs).toBeLessThan(quickMs);
      });
    });
  }

  describe("stop", () => {
    test("a program that prepares for no signal, which would ignore them all as PID 1, ends quickly", async () => {
      const container = await startScript(engineOf(), images.native, "echo ready; exec sleep 1000");
      await container.waitForOutput("ready");
      const ending = await container.stop(30);
      expect(ending.exitCode).toBe(143);
      expect(ending.durationMs).toBeLessThan(quickMs);
    });

    test("a background process that left the session gets TERM and the time to clean up", async () => {
      const leftover =
        "trap 'sleep 0.3; echo cleaned up; exit' TERM; echo ready; while :; do sleep 0.1; done";
      const script = `setsid sh -c "${leftover}" & exec sleep 1000`;
      const container = await startScript(engineOf(), images.native, script);
      await container.waitForOutput("ready");
      const ending = await container.stop(30);
      expect(ending.output).toContain("cleaned up");
      expect(ending.exitCode).toBe(143);
      expect(ending.durationMs).toBeLessThan(quickMs);
    });
  });
}

async function finishesRequest(engine: Engine, body: Body, launch: (typeof launches)[number]): Promise<void> {
  const folder = engine.sharedFolder("shared");
  const socket = `${body.name}-${launches.indexOf(launch)}.sock`;
  const flags = ["-v", `${folder}:/shared`, "-e", `SOCKET=/shared/${socket}`];
  const container = await startScript(engine, images[body.name], launch.script, flags);
  await container.waitForOutput("ready");
  const answer = request(join(folder, socket));
  await container.waitForOutput("request started");
  const [ending, text] = await Promise.all([container.stop(30), answer]);
  expect(text).toBe("finished");
  expect(ending.output).toContain("closed");
  expect(ending.exitCode).toBe(launch.exitCode);
  expect(ending.durationMs).toBeLessThan(quickMs);
}
