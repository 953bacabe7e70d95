import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { promiseExampleImages } from "./promises/example-images.ts";
import { promiseExitCodes } from "./promises/exit-codes.ts";
import { promiseInitFlag } from "./promises/init-flag.ts";
import { promiseMemoryReason } from "./promises/memory.ts";
import { promiseProcesses } from "./promises/processes.ts";
import { promiseSharedPids } from "./promises/shared-pids.ts";
import { promiseGracefulStop } from "./promises/stop.ts";
import { promiseTerminal } from "./promises/terminal.ts";
import { type Docker, startDocker, stopDocker } from "./support/docker.ts";
import { importTestImages } from "./support/images.ts";
import { missingPrograms, missingRoot, skipIfMissing } from "./support/requirements.ts";

const missing =
  missingRoot() ?? missingPrograms("docker", "dockerd", "containerd", "runc", "busybox", "script");

describe("docker", () => {
  let docker: Docker;
  const engineOf = () => docker.engine;

  beforeAll(async () => {
    if (missing !== undefined) return;
    docker = await startDocker();
    await importTestImages(docker.engine);
  }, 120_000);

  afterAll(async () => {
    if (docker !== undefined) await stopDocker(docker);
  }, 60_000);

  beforeEach((context) => skipIfMissing(context, missing));

  test("docker version shows the version of tini that lissom stands for", async () => {
    const components = await engineOf().do(["version", "-f", "{{json .Server.Components}}"]);
    const init = JSON.parse(components).find((each: { Name: string }) => each.Name === "docker-init");
    expect(init.Version).toBe("0.19.0");
  });

  promiseGracefulStop(engineOf);
  promiseExitCodes(engineOf);
  promiseProcesses(engineOf);
  promiseMemoryReason(engineOf);
  promiseInitFlag(engineOf);
  promiseTerminal(engineOf);
  promiseSharedPids(engineOf);
  promiseExampleImages(engineOf, missing);
});
