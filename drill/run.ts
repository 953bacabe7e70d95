import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Place } from "../demo/place.ts";
import { type Balancer, startBalancer } from "./haproxy.ts";
import { type Load, startLoad } from "./load.ts";
import type { Plan, Replacement, Run, Scenario, Spot } from "./model.ts";
import { PORT, REPLICA_PORTS } from "./network.ts";
import { poll } from "./processes.ts";
import { isHealthy, type Replica, startReplica } from "./replica.ts";
import { readLog } from "./requests.ts";

const LOAD_POLL_MS = 500;
const ERROR_FILE = "replicas.log";

/** What the drill is made of on this machine. */
export interface Parts {
  readonly place: Place;
  readonly haproxy: string;
  readonly wrk: string;
}

/** Three replicas behind a balancer. */
interface Service {
  readonly balancer: Balancer;
  readonly spots: readonly Spot[];
  readonly replicas: Replica[];
  start(at: number): Replica;
}

/** What has to be ended whatever happens. */
interface Started {
  replicas: Replica[];
  balancer?: Balancer;
  load?: Load;
  /** A roll that is still under way when another part breaks down must start nothing more. */
  isOver: boolean;
}

/** Plays one scenario from its first request to its last; throws where a part does not do its work. */
export async function runScenario(parts: Parts, scenario: Scenario, plan: Plan): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "lissom-drill-"));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", clear);
  const errorFile = join(folder, ERROR_FILE);
  const started: Started = { replicas: [], isOver: false };
  try {
    return await play(parts, scenario, plan, folder, started);
  } catch (error) {
    const said = endOf(errorFile);
    throw new Error(`${(error as Error).message}${said === "" ? "" : `\nthe replicas said:\n${said}`}`);
  } finally {
    started.isOver = true;
    await Promise.all([...started.replicas, started.load, started.balancer].map((part) => part?.kill()));
    clear();
    process.off("exit", clear);
  }
}

/** The last lines of a file; nothing where no replica has come to make it. */
function endOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-10).join("\n") : "";
}

async function play(
  parts: Parts,
  scenario: Scenario,
  plan: Plan,
  folder: string,
  started: Started,
): Promise<Run> {
  const spots = REPLICA_PORTS.map((port) => ({ port, unhealthyFile: join(folder, `unhealthy-${port}`) }));
  const start = (at: number) => {
    if (started.isOver) throw new Error("the scenario is over");
    return startReplica(parts.place, scenario, spots[at] as Spot, join(folder, ERROR_FILE));
  };
  started.replicas = spots.map((_, at) => start(at));
  const balancer = await startBalancer(parts.haproxy, folder, PORT, REPLICA_PORTS);
  started.balancer = balancer;
  const service = { balancer, spots, replicas: started.replicas, start };
  for (const at of spots.keys()) await isInService(service, at);
  const load = startLoad(parts.wrk, folder, PORT, plan.rate);
  started.load = load;
  const startMs = Date.now();
  const rolls = await Promise.race([rollAll(service, plan, startMs), load.broken]);
  load.finish();
  await isQuiet(balancer);
  const count = await load.end();
  const requests = readLog(readFileSync(balancer.logFile, "utf8"));
  return { scenario, startMs, rolls, load: count, requests };
}

/** Rolls as often as planned, spread over the time that the planned requests take, and waits for the last of them. */
async function rollAll(service: Service, plan: Plan, startMs: number): Promise<Replacement[][]> {
  const rolls: Replacement[][] = [];
  const shareMs = ((plan.requests / plan.rate) * 1000) / plan.rolls;
  for (let roll = 0; roll < plan.rolls; roll++) {
    await pause(Math.max(0, startMs + (roll + 0.1) * shareMs - Date.now()));
    const replacements: Replacement[] = [];
    for (const at of service.spots.keys()) replacements.push(await replace(service, at, plan.graceMs));
    rolls.push(replacements);
  }
  while ((await service.balancer.load()).total < plan.requests) await pause(LOAD_POLL_MS);
  return rolls;
}

/** As a Deployment does with maxSurge 0 and maxUnavailable 1: the old one goes, then its successor comes. */
async function replace(service: Service, at: number, graceMs: number): Promise<Replacement> {
  const stopMs = Date.now();
  const { wasKilled } = await (service.replicas[at] as Replica).stop(graceMs);
  const endedMs = Date.now();
  service.replicas[at] = service.start(at);
  await isInService(service, at);
  return { stopMs, endedMs, readyMs: Date.now(), wasKilled };
}

async function isInService({ balancer, spots, replicas }: Service, at: number): Promise<void> {
  const { port } = spots[at] as Spot;
  // Itself first: the balancer may still have the good opinion of its predecessor.
  await poll(`replica ${at} to be healthy`, () => {
    if (replicas[at]?.hasEnded()) throw new Error(`replica ${at} has ended`);
    return isHealthy(port);
  });
  await poll(`the balancer to see replica ${at}`, () => balancer.isUp(at));
}

/** Resolves when no request is on its way and none has come between two looks. */
async function isQuiet(balancer: Balancer): Promise<void> {
  let before = -1;
  await poll("the last requests to end", async () => {
    await pause(LOAD_POLL_MS);
    const { total, current } = await balancer.load();
    const isSame = total === before && current === 0;
    before = total;
    return isSame;
  });
}
