import { parseAllDocuments } from "yaml";
import { NOT_A_DURATION, parseDuration } from "../../../src/core/duration.ts";
import { knownKeys, unknownKeys } from "./known-keys.ts";
import { environmentOf, only, parseUnit } from "./unit-file.ts";

/** How an application under lissom is deployed: what the formats of the examples have in common. */
export interface Deployment {
  image: string;
  environment: Record<string, unknown>;
  /** The limits around lissom's budget in milliseconds, the innermost first. */
  outerLimitsMs: number[];
  /** The container's ports. */
  ports: number[];
  /** How long the load balancer takes to notice a stop, in milliseconds; 0 where the file does not tell. */
  noticeMs: number;
  unknownKeys: string[];
}

/** How long Traefik gathers changes before it acts on them, its providersThrottleDuration, in milliseconds. */
const BALANCER_MS = 2000;

/** Reads a manifest of a Deployment and a Service. @throws where it is none */
export function readKubernetes(text: string): Deployment {
  const [deployment, service, ...others] = readYaml(text);
  if (others.length > 0) throw new Error("more than two documents");
  const pod = at(deployment, "spec", "template", "spec");
  const container = at(pod, "containers", 0);
  const probe = at(container, "readinessProbe");
  const tries = seconds(at(probe, "periodSeconds")) * Number(at(probe, "failureThreshold"));
  return {
    image: String(at(container, "image")),
    environment: Object.fromEntries(list(container, "env").map((one) => [at(one, "name"), at(one, "value")])),
    outerLimitsMs: [seconds(at(pod, "terminationGracePeriodSeconds"))],
    ports: list(container, "ports").map((port) => Number(at(port, "containerPort"))),
    noticeMs: tries + seconds(at(probe, "timeoutSeconds")),
    unknownKeys: [
      ...unknownKeys(deployment, knownKeys.deployment),
      ...unknownKeys(service, knownKeys.service),
    ],
  };
}

/** Reads the service `app` of a compose file. @throws where there is none */
export function readCompose(text: string): Deployment {
  const [file] = readYaml(text);
  const app = at(file, "services", "app");
  const check = at(app, "healthcheck");
  const tryMs = duration(at(check, "interval")) + duration(at(check, "timeout"));
  return {
    image: String(at(app, "build", "target")),
    environment: at(app, "environment") as Record<string, unknown>,
    outerLimitsMs: [duration(at(app, "stop_grace_period"))],
    ports: list(app, "expose").map(Number),
    noticeMs: tryMs * Number(at(check, "retries")) + BALANCER_MS,
    unknownKeys: unknownKeys(file, knownKeys.compose),
  };
}

/** Reads a quadlet. @throws where it is none */
export function readQuadlet(text: string): Deployment {
  const quadlet = parseUnit(text);
  const environment = environmentOf(quadlet["Container"]);
  return {
    image: only(quadlet["Container"], "Image"),
    environment,
    outerLimitsMs: [
      seconds(only(quadlet["Container"], "StopTimeout")),
      seconds(only(quadlet["Service"], "TimeoutStopSec")),
    ],
    ports: [Number(environment["PORT"])],
    noticeMs: 0,
    unknownKeys: unknownKeys(quadlet, knownKeys.quadlet),
  };
}

/** Reads a unit that runs `podman run`. @throws where it is none */
export function readServiceUnit(text: string): Deployment {
  const { Service: service, ...others } = parseUnit(text);
  const environment = environmentOf(service);
  const command = only(service, "ExecStart").split(/\s+/);
  const [stopTimeout = ""] = command.flatMap((word) => /^--stop-timeout=(.*)$/.exec(word)?.slice(1) ?? []);
  return {
    image: command.at(-1) ?? "",
    environment: Object.fromEntries(
      Object.entries(environment).filter(([name]) => isPassedOn(command, name)),
    ),
    outerLimitsMs: [seconds(stopTimeout), seconds(only(service, "TimeoutStopSec"))],
    ports: [Number(environment["PORT"])],
    noticeMs: 0,
    unknownKeys: unknownKeys({ Service: service, ...others }, knownKeys.serviceUnit),
  };
}

function isPassedOn(command: string[], name: string): boolean {
  return (
    command.includes(`--env=${name}`) || (name.startsWith("LISSOM_") && command.includes("--env=LISSOM_*"))
  );
}

function readYaml(text: string): unknown[] {
  const documents = parseAllDocuments(text);
  return documents.map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw problem;
    return document.toJS();
  });
}

function at(value: unknown, ...path: (string | number)[]): unknown {
  const found = path.reduce<unknown>(
    (inner, key) => (inner as Record<string | number, unknown>)?.[key],
    value,
  );
  if (found === undefined) throw new Error(`missing: ${path.join(".")}`);
  return found;
}

function list(value: unknown, key: string): unknown[] {
  const found = at(value, key);
  if (!Array.isArray(found)) throw new Error(`not a list: ${key}`);
  return found;
}

function seconds(value: unknown): number {
  if (!/^\d+$/.test(String(value))) throw new Error(`not a number of seconds: ${value}`);
  return Number(value) * 1000;
}

function duration(value: unknown): number {
  const durationMs = parseDuration(String(value));
  if (durationMs === NOT_A_DURATION) throw new Error(`not a duration: ${value}`);
  return durationMs;
}
