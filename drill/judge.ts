import type { Plan, Run, Scenario } from "./model.ts";
import { REPLICA_PORTS } from "./network.ts";
import { tallyOf } from "./requests.ts";

/** Whether no request was lost where that is claimed. */
export interface Verdict {
  /** Null where no such scenario was asked for. */
  readonly holds: boolean | null;
  readonly text: string;
}

/**
 * Judges the claim: in each of the `asked` scenarios that make it, every replica was replaced as often as planned, none
 * had to be killed, nothing failed and nothing was sent again, by the balancer's count and the load generator's.
 */
export function judge(runs: readonly Run[], plan: Plan, asked: readonly Scenario[]): Verdict {
  const claimed = asked.filter(({ entry }) => entry.isClaimed);
  if (claimed.length === 0) return { holds: null, text: "the claim was not put to the test" };
  const played = claimed.map(({ id }) => ({ id, run: runs.find(({ scenario }) => scenario.id === id) }));
  const faults = played.flatMap(({ id, run }) =>
    (run === undefined ? ["was not played to its end"] : faultsOf(run, plan)).map(
      (fault) => `${id}: ${fault}`,
    ),
  );
  if (faults.length > 0) return { holds: false, text: `the claim does not hold: ${faults.join("; ")}` };
  const sum = played.reduce((total, { run }) => total + (run?.requests.length ?? 0), 0);
  const names = claimed.map(({ id }) => id).join(" and ");
  return { holds: true, text: `${names}: 0 failed of ${sum.toLocaleString("en")} requests` };
}

/** Says what the load generator counted of a run where that is not what the balancer's log says; else nothing. */
export function disagreementOf({ requests, load }: Run): string[] {
  const { failed } = tallyOf(requests);
  if (load.requests === requests.length && load.failed === failed) return [];
  return [
    `HAProxy counted ${requests.length} requests, of which ${failed} failed, and wrk ${load.requests}, of which ${load.failed} failed`,
  ];
}

function faultsOf(run: Run, plan: Plan): string[] {
  const { requests, failed, retried } = tallyOf(run.requests);
  const whole = run.rolls.filter((roll) => roll.length === REPLICA_PORTS.length).length;
  const killed = run.rolls.flat().filter(({ wasKilled }) => wasKilled).length;
  const faults: string[] = [];
  if (failed > 0) faults.push(`${failed} of ${requests} requests failed`);
  if (retried > 0) faults.push(`${retried} requests were sent again`);
  if (requests < plan.requests) faults.push(`only ${requests} requests of ${plan.requests}`);
  if (whole !== plan.rolls) faults.push(`${whole} rolls of all replicas instead of ${plan.rolls}`);
  if (killed > 0) faults.push(`${killed} replicas were killed`);
  return [...faults, ...disagreementOf(run)];
}
