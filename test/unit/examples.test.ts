import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { NEVER } from "../../src/core/duration.ts";
import { findLong, OPTIONS } from "../../src/core/options.ts";
import { planMs } from "../../src/core/plan.ts";
import type { Deployment } from "./support/deployments.ts";
import { readCompose, readKubernetes, readQuadlet, readServiceUnit } from "./support/deployments.ts";
import { parse } from "./support/parse.ts";

const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

const readers: Record<string, (text: string) => Deployment> = {
  "kubernetes/deployment.yaml": readKubernetes,
  "compose/compose.yaml": readCompose,
  "systemd/app.container": readQuadlet,
  "systemd/app.service": readServiceUnit,
};
const files = Object.keys(readers);

/** What the image of the examples, node:20-slim, has for a hook to run. */
const programs = ["sh", "node", "touch", "rm", "cat", "sleep"];
/** What lissom itself sets for hooks. */
const hookVariables = ["LISSOM_SIGNAL", "LISSOM_PID", "LISSOM_EXIT_CODE", "LISSOM_REASON"];

function deploymentOf(file: string, change: (text: string) => string = (text) => text): Deployment {
  const reader = readers[file];
  if (reader === undefined) throw new Error(`no example: ${file}`);
  return reader(change(read(`examples/${file}`)));
}

/** What is wrong with how lissom is told to stop an application, as far as it can be said without a cluster. */
function problemsOf(deployment: Deployment): string[] {
  const { environment, outerLimitsMs, ports, noticeMs } = deployment;
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment))
    if (typeof value === "string") variables[name] = value;
  const { parser } = parse(["--", "command"], variables);
  const { settings } = parser;
  const limitsMs = [settings.budgetMs, ...outerLimitsMs];
  return [
    ...deployment.unknownKeys.map((key) => `unknown key: ${key}`),
    ...Object.keys(environment).flatMap((name) => (name in variables ? [] : [`not a text: ${name}`])),
    ...[parser.error, parser.warning].filter((line) => line !== ""),
    ...(limitsMs.some((limitMs, index) => limitMs >= (limitsMs[index + 1] ?? NEVER))
      ? ["limits do not nest"]
      : []),
    ...(planMs(settings) > settings.budgetMs ? ["the plan does not fit the budget"] : []),
    ...(settings.drainPorts.join() === ports.join() ? [] : ["the drain is not of the container's ports"]),
    ...(settings.delayMs >= noticeMs && settings.delayMs > 0 ? [] : ["the delay is too short"]),
    ...settings.hooks
      .filter((hook) => !hook.isRequest() && !programs.includes(hook.words[0] ?? ""))
      .map((hook) => `not in the image: ${hook.text}`),
  ];
}

test.each(files)("the stop that examples/%s plans is valid and fits the limits around it", (file) => {
  expect(problemsOf(deploymentOf(file))).toEqual([]);
});

test.each<[file: string, from: string | RegExp, to: string, problem: RegExp]>([
  ["kubernetes/deployment.yaml", "PeriodSeconds: 60", "PeriodSeconds: 50", /^limits do not nest$/],
  [
    "kubernetes/deployment.yaml",
    "LISSOM_BUDGET, value: 50s",
    "LISSOM_BUDGET, value: never",
    /LISSOM_BUDGET "never"/,
  ],
  ["kubernetes/deployment.yaml", /.*LISSOM_BUDGET, .*/, "", /^limits do not nest$/],
  [
    "kubernetes/deployment.yaml",
    "BUDGET, value: 50s",
    "BUDGET, value: 40s",
    /^the plan does not fit the budget$/,
  ],
  ["kubernetes/deployment.yaml", "DELAY, value: 10s", "DELAY, value: 7s", /^the delay is too short$/],
  ["kubernetes/deployment.yaml", "failureThreshold: 3", "failureThreshold: 5", /^the delay is too short$/],
  [
    "kubernetes/deployment.yaml",
    'value: "3000"',
    'value: "3001"',
    /^the drain is not of the container's ports$/,
  ],
  ["kubernetes/deployment.yaml", 'value: "3000"', "value: 3000", /^not a text: LISSOM_DRAIN$/],
  [
    "kubernetes/deployment.yaml",
    "LISSOM_GRACE, value: 10s",
    "LISSOM_GRACE, value: 10sec",
    /LISSOM_GRACE "10sec"/,
  ],
  ["kubernetes/deployment.yaml", "LISSOM_GRACE", "LISSOM_GRACES", /LISSOM_GRACES/],
  ["kubernetes/deployment.yaml", "http://127", "https://127", /LISSOM_BEFORE_STOP_HTTP/],
  ["kubernetes/deployment.yaml", "termination-log'", "termination-log", /LISSOM_AFTER_EXIT/],
  ["kubernetes/deployment.yaml", "sh -c", "bash -c", /^not in the image: bash -c/],
  ["kubernetes/deployment.yaml", "failureThreshold", "failureThresholds", /missing: failureThreshold/],
  [
    "kubernetes/deployment.yaml",
    "maxSurge",
    "maxSurges",
    /^unknown key: spec\.strategy\.rollingUpdate\.maxSurges$/,
  ],
  ["kubernetes/deployment.yaml", "image:", "command: [node]\n          image:", /^unknown key: .*\.command$/],
  ["kubernetes/deployment.yaml", "replicas: 3", "replicas: 3\n  replicas: 4", /unique/],
  ["compose/compose.yaml", "stop_grace_period: 60s", "stop_grace_period: 45s", /^limits do not nest$/],
  ["compose/compose.yaml", "stop_grace_period", "stop_grace_time", /missing: stop_grace_period/],
  ["compose/compose.yaml", "interval: 1s", "interval: 3s", /^the delay is too short$/],
  ["compose/compose.yaml", "touch", "install -d", /^not in the image: install/],
  ["compose/compose.yaml", "read_only", "readonly", /^unknown key: services\.app\.readonly$/],
  ["compose/compose.yaml", "read_only: true", "init: true", /^unknown key: services\.app\.init$/],
  ["compose/compose.yaml", "rm -f /tmp/serving", "rm -f /tmp/serving &", /LISSOM_BEFORE_STOP/],
  ["systemd/app.container", "StopTimeout=60", "StopTimeout=50", /^limits do not nest$/],
  ["systemd/app.container", "TimeoutStopSec=70", "TimeoutStopSec=60", /^limits do not nest$/],
  ["systemd/app.container", "PORT=3000", "PORT=3001", /^the drain is not of the container's ports$/],
  ["systemd/app.container", "LISSOM_DELAY=10s", "LISSOM_DELAY=0", /^the delay is too short$/],
  ["systemd/app.container", "ReadOnly", "Readonly", /^unknown key: Container\.Readonly$/],
  ["systemd/app.container", '"LISSOM_BEFORE', "LISSOM_BEFORE", /not one assignment/],
  ["systemd/app.service", "--stop-timeout=60", "--stop-timeout=70", /^limits do not nest$/],
  ["systemd/app.service", "--env=LISSOM_*", "", /^limits do not nest$/],
])("in examples/%s, %s instead of what it says would be noticed: %s", (file, from, to, problem) => {
  const change = (text: string) => text.replace(from, to);
  expect(change(read(`examples/${file}`)), "the change is one").not.toBe(read(`examples/${file}`));
  const problems = (() => {
    try {
      return problemsOf(deploymentOf(file, change));
    } catch (error) {
      return [String(error)];
    }
  })();
  expect(problems).toContainEqual(expect.stringMatching(problem));
});

test("the quadlet and the service unit are the same deployment", () => {
  const { unknownKeys: _, ...service } = deploymentOf("systemd/app.service");
  expect(deploymentOf("systemd/app.container")).toMatchObject(service);
});

test("the page beside the examples names the values that stand in each of them", () => {
  const rows = [...read("examples/README.md").matchAll(/^\| `(LISSOM_\w+)` \| `([^`]+)` \|/gm)];
  expect(rows.map(([, name]) => name)).toEqual(expect.arrayContaining(["LISSOM_BUDGET", "LISSOM_DELAY"]));
  for (const file of files) {
    const { environment } = deploymentOf(file);
    for (const [, name = "", value] of rows) expect(environment[name], `${name} in ${file}`).toBe(value);
  }
});

test.each(["examples/README.md", "docs/stopping.md"])(
  "every variable that %s names is one of lissom's",
  (page) => {
    const known = [...OPTIONS.map(({ variable }) => variable), ...hookVariables];
    const named = read(page).match(/LISSOM_[A-Z_]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  },
);

test("the page on stopping names each option of the stop with its variable", () => {
  const rows = [...read("docs/stopping.md").matchAll(/^\| `--([a-z-]+)[^|]*\| `(LISSOM_\w+)` \|/gm)];
  expect(rows.length).toBeGreaterThan(6);
  for (const [, name = "", variable] of rows) expect(findLong(OPTIONS, name)?.variable, name).toBe(variable);
});

test("the command lines on the page on stopping are valid as a shell reads them", () => {
  const lines = read("docs/stopping.md").match(/^ {4}lissom .*/gm) ?? [];
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const words = execFileSync("sh", ["-c", line.replace("lissom", "printf '%s\\0'")], { encoding: "utf8" });
    const { parser, command } = parse(words.split("\0").slice(0, -1));
    expect([parser.error, parser.warning, command, parser.settings.hooks.length], line).toEqual([
      "",
      "",
      ["server"],
      1,
    ]);
  }
});
