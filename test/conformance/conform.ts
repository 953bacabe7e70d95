import { describe, test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import type { Init } from "../helpers/inits.ts";
import { allCases } from "./cases/all.ts";
import { exemption, whyNot } from "./try.ts";

/** Makes a test of each case that `init` has to keep. */
export function conform(init: Init): void {
  describe.concurrent(init.name, () => {
    for (const trial of allCases.filter((each) => exemption(init, each) === undefined)) {
      test(`${trial.id}: ${trial.title}`, async (context) => {
        skipFor(whyNot(init, trial), context);
        await trial.run(init);
      });
    }
  });
}
