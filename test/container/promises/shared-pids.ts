import { describe, expect, onTestFinished, test } from "vitest";
import { poll } from "../../helpers/poll.ts";
import { quickMs, startContainer, startScript } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { images } from "../support/images.ts";

// The orphan leaves its session, cleans up when it is asked to end, and says so.
const orphan =
  "trap 'sleep 0.3; echo orphan cleaned up; exit' TERM; echo \\$\\$ > /tmp/orphan; while :; do sleep 0.1; done";
const script = `(setsid sh -c "${orphan}" &); exec sleep 1000`;

/** lissom in containers that share one PID namespace, where it is not PID 1. */
export function promiseSharedPids(engineOf: () => Engine): void {
  describe("a PID namespace shared by containers", () => {
    test("lissom adopts its container's orphans as a subreaper, and stops them with the command", async () => {
      const engine = engineOf();
      const shared = await sharingFlags(engine);
      const container = await startScript(engine, images.native, script, shared);
      await poll("the orphan's parent is lissom, which is not PID 1", async () => {
        const { stdout } = await container.exec("sh", "-c", "cat /proc/$(cat /tmp/orphan)/status");
        const parent = /^PPid:\s*(\d+)$/m.exec(stdout)?.[1];
        const name = await container.exec("cat", `/proc/${parent}/comm`);
        return parent !== "1" && name.stdout === "lissom";
      });
      const ending = await container.stop(30);
      expect(ending).toMatchObject({ exitCode: 143, output: expect.stringContaining("orphan cleaned up") });
      expect(ending.durationMs).toBeLessThan(quickMs);
    });

    test("lissom never signals another container's processes, also with --to all", async () => {
      const engine = engineOf();
      const shared = await sharingFlags(engine);
      const neighbour = await startScript(engine, images.native, "echo ready; exec sleep 1000", shared);
      await neighbour.waitForOutput("ready");
      const flags = [...shared, "-e", "LISSOM_TO=all"];
      const container = await startScript(engine, images.native, "echo ready; exec sleep 1000", flags);
      await container.waitForOutput("ready");
      expect((await container.stop(30)).exitCode).toBe(143);
      expect(await neighbour.inspect("{{.State.Running}}")).toBe("true");
      expect((await neighbour.exec("pidof", "sleep")).exitCode).toBe(0);
    });
  });
}

// Flags that put a container into a namespace whose first process belongs to another container: with podman the
// namespace is a pod's. That process is lissom as well, so that no other program is needed.
async function sharingFlags(engine: Engine): Promise<string[]> {
  if (engine.name === "docker") {
    const first = await startContainer(engine, images.native, ["sleep", "1000"]);
    return [`--pid=container:${first.id}`];
  }
  const infra = ["--infra-image", images.native, "--infra-command", "/lissom sleep 1000"];
  const pod = await engine.do(["pod", "create", "--share", "pid", "--network", "none", ...infra]);
  onTestFinished(async () => void (await engine.try(["pod", "rm", "--force", "--time", "0", pod])));
  return ["--pod", pod];
}
