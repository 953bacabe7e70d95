import { describe, expect, test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import { type Init, whyMissing } from "../helpers/inits.ts";
import { whyNoNamespace } from "../helpers/run.ts";
import { called, type Name, original } from "./called.ts";
import { type Difference, deliberate } from "./deliberate.ts";

/** Something to try with lissom by another init's name, and with that init. */
export interface Trial {
  /** What is promised, without a subject. */
  title: string;
  /** Runs the init and says what was seen, as plain values. */
  run(init: Init): Promise<unknown>;
  /** What must be seen with lissom, and with the original too unless `why` is there. */
  expected: unknown;
  /** Why lissom differs here, by the list of deliberate differences. */
  why?: Difference;
  /** What is seen with the original where lissom differs. */
  original?: unknown;
}

/** Makes two tests of each trial: lissom does what is expected; the original agrees, or differs as the list says. */
export function compare(name: Name, trials: Trial[]): void {
  describe.concurrent(name, () => {
    for (const trial of trials) {
      test(`lissom, called ${name}: ${trial.title}`, async (context) => {
        const init = called(name);
        skipFor(whyNoNamespace() ?? whyMissing(init), context);
        expect(await trial.run(init)).toEqual(trial.expected);
      });
      const verdict = trial.why === undefined ? "agrees" : `differs, as ${deliberate[trial.why].what}`;
      test(`${name} itself ${verdict}: ${trial.title}`, async (context) => {
        const init = original(name);
        skipFor(whyNoNamespace() ?? whyMissing(init), context);
        expect(await trial.run(init)).toEqual(trial.why === undefined ? trial.expected : trial.original);
      });
    }
  });
}
