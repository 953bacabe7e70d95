import { buildFixtures } from "../helpers/fixtures.ts";
import { type Init, isOnPath, whyMissing } from "../helpers/inits.ts";
import { whyNoNamespace } from "../helpers/run.ts";
import type { Case } from "./case.ts";

/** What came of one case with one init. `note` says why, for all but "yes". */
export interface Verdict {
  result: "yes" | "no" | "n.a.";
  note?: string;
}

/** Why the case cannot be tried with this init on this machine, or undefined; only an exempt body is no gap. */
export function whyNot(init: Init, trial: Case): string | undefined {
  const missing = (trial.needs ?? []).filter((program) => !isOnPath(program));
  if (missing.length > 0) return `not on this machine: ${missing.join(", ")}`;
  return whyMissing(init) ?? whyNoNamespace() ?? trial.unless?.();
}

/** The reason why the case asks too much of this init, as the documentation has it, or undefined. */
export function exemption(init: Init, trial: Case): string | undefined {
  return init.body === undefined ? undefined : trial.exempt?.[init.body];
}

/** Tries one case with one init and never throws. */
export async function judge(init: Init, trial: Case): Promise<Verdict> {
  const exempt = exemption(init, trial) ?? whyNot(init, trial);
  if (exempt !== undefined) return { result: "n.a.", note: exempt };
  try {
    await trial.run(init);
    return { result: "yes" };
  } catch (error) {
    return { result: "no", note: error instanceof Error ? error.message : String(error) };
  }
}

/** Builds the fixtures; the answer is why nothing at all can be tried here, or undefined. */
export function prepare(): string | undefined {
  return buildFixtures();
}
