import { describePlan, planMs } from "../core/plan.ts";
import type { Settings } from "../core/settings.ts";
import { textOf } from "./written.ts";

/** The sum of the waits of a stop that may not fit into its budget; empty for one that fits. */
export function whyOverBudget(settings: Settings): string {
  return planMs(settings) <= settings.budgetMs ? "" : textOf(512, (out) => describePlan(out, settings));
}
