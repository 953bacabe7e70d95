import type { Case } from "../case.ts";
import { argumentCases } from "./arguments.ts";
import { badInputCases } from "./bad-input.ts";
import { deathCases } from "./death.ts";
import { deliveryCases } from "./delivery.ts";
import { descriptorCases } from "./descriptors.ts";
import { environmentCases } from "./environment.ts";
import { execCases } from "./exec.ts";
import { jobControlCases } from "./job-control.ts";
import { leftoverCases } from "./leftovers.ts";
import { logCases } from "./log.ts";
import { logLineCases } from "./log-lines.ts";
import { orphanCases } from "./orphans.ts";
import { placeCases } from "./place.ts";
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
].sort((one, other) => place(one).localeCompare(place(other), "en", { numeric: true }));

function place({ id }: Case): string {
  return /^[A-Z]\d/.test(id) ? `1 ${id}` : `2 ${id}`;
}
