import { describe, expect, test } from "vitest";
import { nativeBinary } from "../support/bodies.ts";
import { type Container, quickMs, startScript } from "../support/container.ts";
import type { Engine } from "../support/engine.ts";
import { images } from "../support/images.ts";
import { ignoringScript, orphanScript } from "../support/scripts.ts";

/** lissom as what the engine's --init puts into a container: there it is docker's tini, or podman's catatonit. */
export function promiseInitFlag(engineOf: () => Engine): void {
  const start = (script: string, ...variables: string[]) => {
    const engine = engineOf();
    const flags = variables.flatMap((variable) => ["-e", variable]);
    return startScript(engine, images.plain, script, [...initFlags(engine), ...flags]);
  };

  describe("--init", () => {
    test("lissom is PID 1, by the name that the engine gives its init", async () => {
      const container = await start("echo ready; exec sleep 1000");
      await container.waitForOutput("ready");
      expect(await initOf(container)).toMatch(/^(docker|podman)-init$/);
    });

    test("orphans are reaped", async () => {
      const container = await start(orphanScript);
      await container.waitForOutput("reaped");
    });

    test("without a variable lissom kills nobody, as the init in whose place it is: the engine does", async () => {
      const container = await start(ignoringScript, "LISSOM_LOG_LEVEL=info");
      await container.waitForOutput("ready");
      const ending = await container.stop(1);
      expect(ending.exitCode).toBe(137);
      expect(ending.output).toMatch(/lissom: info: stop requested .*never/);
      expect(ending.output).not.toContain("killing");
    });

    test("LISSOM_GRACE kills a command that ignores TERM long before the engine would", async () => {
      const container = await start(ignoringScript, "LISSOM_GRACE=300ms");
      await container.waitForOutput("ready");
      const ending = await container.stop(30);
      expect(ending.exitCode).toBe(137);
      expect(ending.durationMs).toBeLessThan(quickMs);
      expect(ending.output).toContain("lissom: warn: not ended in time, killing what is left");
    });

    test("LISSOM_LEFTOVERS=stop gives a background process the time to clean up", async () => {
      const leftover =
        "trap 'sleep 0.3; echo cleaned up; exit' TERM; echo ready; while :; do sleep 0.1; done";
      const script = `setsid sh -c "${leftover}" & exec sleep 1000`;
      const container = await start(script, "LISSOM_LEFTOVERS=stop", "LISSOM_GRACE=20s");
      await container.waitForOutput("ready");
      const ending = await container.stop(30);
      expect(ending).toMatchObject({ exitCode: 143, output: expect.stringContaining("cleaned up") });
    });

    test("LISSOM_LOG_FORMAT=json makes the log JSON lines", async () => {
      const container = await start("exit 7", "LISSOM_LOG_LEVEL=info", "LISSOM_LOG_FORMAT=json");
      const ending = await container.wait();
      expect(ending).toMatchObject({
        exitCode: 7,
        output: expect.stringContaining('"event":"mainExited","exitCode":7'),
      });
    });

    test("a bad variable is refused before anything is started", async () => {
      const ending = await (await start("echo started", "LISSOM_GRACE=soon")).wait();
      expect(ending).toMatchObject({
        exitCode: 1,
        output: expect.stringContaining('lissom: bad value: LISSOM_GRACE "soon"'),
      });
      expect(ending.output).not.toContain("started");
    });
  });
}

// dockerd was started with lissom as the init of every such container; podman takes it with the flag.
function initFlags(engine: Engine): string[] {
  return engine.name === "docker" ? ["--init"] : ["--init", `--init-path=${nativeBinary}`];
}

async function initOf(container: Container): Promise<string> {
  return (await container.exec("cat", "/proc/1/comm")).stdout.trim();
}
