import { ByteWriter } from "../core/byte-writer.ts";
import { describePlan, planMs } from "../core/plan.ts";
import type { Settings } from "../core/settings.ts";

const TEXT_MAX = 512;

/** The sum of the waits of a stop that may not fit into its budget; empty for one that fits. */
export function whyOverBudget(settings: Settings): string {
  if (planMs(settings) <= settings.budgetMs) return "";
  const out = new ByteWriter(TEXT_MAX);
  describePlan(out, settings);
  return Buffer.from(out.bytes.subarray(0, out.length)).toString("latin1");
}
