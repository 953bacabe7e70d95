import type { Case } from "../case.ts";
import { afterExitCases } from "./after-exit.ts";
import { argumentCases } from "./arguments.ts";
import { badInputCases } from "./bad-input.ts";
import { badStopInputCases } from "./bad-stop-input.ts";
import { beforeStartCases } from "./before-start.ts";
import { beforeStopCases } from "./before-stop.ts";
import { beforeStopHttpCases } from "./before-stop-http.ts";
import { beforeStopHttpHostCases } from "./before-stop-http-hosts.ts";
import { budgetCases } from "./budget.ts";
import { deathCases } from "./death.ts";
import { delayCases } from "./delay.ts";
import { deliveryCases } from "./delivery.ts";
import { descriptorCases } from "./descriptors.ts";
import { drainCases } from "./drain.ts";
import { drainCountedCases } from "./drain-counted.ts";
import { environmentCases } from "./environment.ts";
import { execCases } from "./exec.ts";
import { endedHelperCases } from "./helpers-ended.ts";
import { hookSurroundingCases } from "./hook-surroundings.ts";
import { hostileHookCases } from "./hooks-hostile.ts";
import { leavingHookCases } from "./hooks-leaving.ts";
import { jobControlCases } from "./job-control.ts";
import { leftoverCases } from "./leftovers.ts";
import { logCases } from "./log.ts";
import { logLineCases } from "./log-lines.ts";
import { orphanCases } from "./orphans.ts";
import { placeCases } from "./place.ts";
import { reasonCases } from "./reasons.ts";
import { repeatStopCases } from "./repeat-stop.ts";
import { signalCases } from "./signals.ts";
import { startCases } from "./start.ts";
import { startupWindowCases } from "./startup-window.ts";
import { stopCases } from "./stop.ts";
import { terminalCases } from "./terminal.ts";

/** The whole catalogue: letters in their order, then the details of the contract. */
export const allCases: Case[] = [
  ...startCases,
  ...startupWindowCases,
  ...execCases,
  ...signalCases,
  ...deathCases,
  ...stopCases,
  ...leftoverCases,
  ...orphanCases,
  ...descriptorCases,
  ...placeCases,
  ...terminalCases,
  ...jobControlCases,
  ...deliveryCases,
  ...environmentCases,
  ...argumentCases,
  ...badInputCases,
  ...logCases,
  ...logLineCases,
  ...beforeStartCases,
  ...beforeStopCases,
  ...beforeStopHttpCases,
  ...beforeStopHttpHostCases,
  ...delayCases,
  ...drainCases,
  ...drainCountedCases,
  ...budgetCases,
  ...repeatStopCases,
  ...afterExitCases,
  ...reasonCases,
  ...hookSurroundingCases,
  ...hostileHookCases,
  ...leavingHookCases,
  ...endedHelperCases,
  ...badStopInputCases,
].sort((one, other) => place(one).localeCompare(place(other), "en", { numeric: true }));

function place({ id }: Case): string {
  return /^[A-Z]\d/.test(id) ? `1 ${id}` : `2 ${id}`;
}
