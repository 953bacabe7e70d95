import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { nativeBinary } from "../support/bodies.ts";
import { quickMs, startScript } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { images } from "../support/images.ts";
import { orphanScript } from "../support/scripts.ts";

/** lissom as the pause process of podman's pods, which it is where podman finds it as its catatonit. */
export function promisePauseProcess(engineOf: () => Engine): void {
  describe("the pause process of a pod", () => {
    test("lissom holds the pod's namespace and reaps its containers' orphans", async () => {
      const engine = engineOf();
      const { pod, infra } = await createPod(engine);
      const container = await startScript(engine, images.plain, orphanScript, ["--pod", pod]);
      await container.waitForOutput("reaped");
      const pid = await engine.do(["inspect", "-f", "{{.State.Pid}}", infra]);
      expect(readFileSync(`/proc/${pid}/cmdline`, "utf8")).toBe("/catatonit\0-P\0");
      expect(readFileSync(`/proc/${pid}/exe`).equals(readFileSync(nativeBinary))).toBe(true);
    });

    test("it ends with 0 as soon as the pod is stopped", async () => {
      const engine = engineOf();
      const { pod, infra } = await createPod(engine);
      await engine.do(["pod", "start", pod]);
      const { durationMs } = await engine.try(["pod", "stop", "-t", "30", pod]);
      expect(durationMs).toBeLessThan(quickMs);
      expect(await engine.do(["inspect", "-f", "{{.State.ExitCode}}", infra])).toBe("0");
    });
  });
}

// Without a network podman has nothing else to put into the pod's own container: it builds that from its catatonit.
async function createPod(engine: Engine): Promise<{ pod: string; infra: string }> {
  const pod = await engine.do(["pod", "create", "--share", "pid", "--network", "none"]);
  onTestFinished(async () => void (await engine.try(["pod", "rm", "--force", "--time", "0", pod])));
  return { pod, infra: await engine.do(["pod", "inspect", "-f", "{{.InfraContainerID}}", pod]) };
}
