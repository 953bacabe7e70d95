import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { repositoryRoot } from "../../helpers/root.ts";
import { quickMs, startContainer } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { importBaseImages } from "../support/images.ts";
import { request } from "../support/request.ts";

/** What Dockerfile.example promises, built exactly as it stands on stand-ins for its base images. */
export function promiseExampleImages(engineOf: () => Engine, missing: string | undefined): void {
  describe("Dockerfile.example", () => {
    beforeAll(async () => {
      if (missing !== undefined) return;
      const engine = engineOf();
      await importBaseImages(engine);
      const dockerfile = join(repositoryRoot, "Dockerfile.example");
      for (const target of ["node-app", "static-app"]) {
        await engine.build({ tag: target, dockerfile, context: repositoryRoot, target });
      }
    }, 300_000);

    test("its Node image runs lissom as PID 1 and finishes the request in flight when stopped", async () => {
      const engine = engineOf();
      const folder = engine.sharedFolder("shared");
      const flags = ["-v", `${folder}:/shared`, "-e", "PORT=/shared/node-app.sock"];
      const container = await startContainer(engine, "node-app", [], flags);
      await container.waitForOutput("ready");
      expect((await container.exec("cat", "/proc/1/comm")).stdout).toBe("lissom");
      const answer = request(join(folder, "node-app.sock"));
      await container.waitForOutput("request started");
      const [ending, text] = await Promise.all([container.stop(30), answer]);
      expect(text).toBe("finished\n");
      expect(ending.output).toContain("stopped");
      expect(ending.durationMs).toBeLessThan(quickMs);
    });

    test("its empty image runs a static program, and nothing but the two files is in it", async () => {
      const container = await startContainer(engineOf(), "static-app");
      await container.waitForOutput("ready");
      const ending = await container.stop(30);
      expect(ending).toMatchObject({ exitCode: 0, output: expect.stringContaining("stopped") });
      expect(ending.durationMs).toBeLessThan(quickMs);
      expect(await container.files()).toEqual(["lissom", "static-app"]);
    });
  });
}
