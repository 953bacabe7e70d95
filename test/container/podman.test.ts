import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { promiseExampleImages } from "./promises/example-images.ts";
import { promiseExitCodes } from "./promises/exit-codes.ts";
import { promiseInitFlag } from "./promises/init-flag.ts";
import { promiseMemoryReason } from "./promises/memory.ts";
import { promisePauseProcess } from "./promises/pause-process.ts";
import { promiseProcesses } from "./promises/processes.ts";
import { promiseSharedPids } from "./promises/shared-pids.ts";
import { promiseGracefulStop } from "./promises/stop.ts";
import { promiseTerminal } from "./promises/terminal.ts";
import type { Engine } from "./support/engine.ts";
import { importTestImages } from "./support/images.ts";
import { createPodman, destroyPodman } from "./support/podman.ts";
import { missingPrograms, missingRoot, skipIfMissing } from "./support/requirements.ts";

const missing = missingRoot() ?? missingPrograms("podman", "conmon", "runc", "busybox", "script");

describe("podman", () => {
  let engine: Engine;
  const engineOf = () => engine;

  beforeAll(async () => {
    if (missing !== undefined) return;
    engine = createPodman();
    await importTestImages(engine);
  }, 120_000);

  afterAll(async () => {
    if (engine !== undefined) await destroyPodman(engine);
  }, 60_000);

  beforeEach((context) => skipIfMissing(context, missing));

  promiseGracefulStop(engineOf);
  promiseExitCodes(engineOf);
  promiseProcesses(engineOf);
  promiseMemoryReason(engineOf);
  promiseInitFlag(engineOf);
  promisePauseProcess(engineOf);
  promiseTerminal(engineOf);
  promiseSharedPids(engineOf);
  promiseExampleImages(engineOf, missing);
});
