import { execFileSync } from "node:child_process";
import { describeMachine } from "../bench/machine.ts";
import { quantile } from "../bench/stats.ts";
import { configOf } from "./haproxy.ts";
import { disagreementOf, type Verdict } from "./judge.ts";
import type { Plan, Run } from "./model.ts";
import { PORT, REPLICA_PORTS } from "./network.ts";
import { tallyOf } from "./requests.ts";

/** What the page says about the run itself. */
export interface DrillFacts {
  readonly command: string;
  readonly seconds: number;
  readonly plan: Plan;
  readonly missing: readonly string[];
  readonly verdict: Verdict;
  /** The picture's file name beside the page. */
  readonly picture: string;
  /** HAProxy's program. */
  readonly haproxy: string;
}

const COLUMNS = [
  "PID 1",
  "on TERM the application",
  "requests",
  "failed",
  "of them cut",
  "sent again",
  "slow",
  "killed",
  "a roll takes",
];

/** Returns the table and the verdict as text for the terminal. */
export function writeText(runs: readonly Run[], verdict: Verdict): string {
  const rows = [COLUMNS, ...runs.map(rowOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return ["", ...lines, "", ...disagreementsOf(runs), verdict.text].join("\n");
}

/** Returns the whole page as Markdown. */
export function writePage(runs: readonly Run[], facts: DrillFacts): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const { plan } = facts;
  return [
    "# A rolling update, and what it costs in requests",
    "",
    `Written by \`${facts.command}\` on ${new Date().toISOString().slice(0, 10)} in ${Math.round(facts.seconds)} s.`,
    "Run it again to replace this page with your machine's figures; it needs",
    "`apt-get install haproxy wrk tini dumb-init iproute2`.",
    "",
    `**${facts.verdict.text}.**`,
    "",
    `![Requests over time, a lane for each PID 1 and application, failures marked](${facts.picture})`,
    "",
    line(COLUMNS),
    line(COLUMNS.map(() => "---")),
    ...runs.map((run) => line(rowOf(run))),
    "",
    "- *failed*: no whole answer with status 200. *cut*: of these, a replica had the request and ended before or within",
    "  the answer. *sent again*: nobody took HAProxy's connection, so it tried again a second later. *slow*: a good answer",
    "  a second or more too late. *killed*: replicas that were still there when the grace was over.",
    `- A roll replaces three replicas, one after the other; the median of ${plan.rolls} is shown.`,
    ...disagreementsOf(runs).map((text) => `- ${text}.`),
    "",
    "## What is played",
    "",
    `Three replicas behind HAProxy, ${number(plan.rate)} requests a second (POST, two of a hundred take two seconds: half of these`,
    "answer then, half send their answer bit by bit), and meanwhile every replica is replaced: TERM to PID 1 of its PID",
    `namespace, KILL after ${plan.graceMs / 1000} s, then its successor on the same port, and the next one once HAProxy sees that healthy.`,
    "That is a Deployment with `maxSurge: 0` and `maxUnavailable: 1`. The PID 1 are:",
    "",
    ...[...new Map(runs.map(({ scenario }) => [scenario.entry.id, scenario.entry])).values()].map(
      ({ title, typed }) => `- ${title}: \`${typed} node app.js\``,
    ),
    "",
    "The shell script has no `exec`: the shell keeps the signal to itself, and the replica serves on until it is killed. The",
    "application is a Node program that on TERM either closes its listener and finishes what it has begun, or, having no",
    "handler, dies.",
    "",
    ...writeFairness(),
    "",
    "## HAProxy's configuration",
    "",
    "```",
    configOf(PORT, REPLICA_PORTS, "haproxy.sock").trimEnd(),
    "```",
    "",
    "## Run",
    "",
    ...[...describeMachine(), versionOf(facts.haproxy), ...facts.missing].map((text) => `- ${text}`),
    "",
  ].join("\n");
}

function writeFairness(): string[] {
  return [
    "## What is fair here",
    "",
    "- **The balancer hides nothing.** It has its defaults (`retries 3`, no redispatch): a connection that nobody takes is",
    "  tried again on the same replica a second later, up to three times. That helps the others: what was *sent again*",
    "  would have failed behind a plain TCP balancer such as kube-proxy. The claim includes that nothing was sent again.",
    "- **The load generator hides nothing.** wrk repeats nothing, and here it keeps to a timetable, so that slow answers do",
    "  not slow the load down. Each request has a connection of its own: where a kept one is cut within a request, HAProxy",
    "  closes it without an answer and without a line in its log. Requests are counted in that log, and wrk's own count",
    "  must agree with it.",
    "- **The table compares PID 1 alone**, each as it comes. The same hook and a wait can be put before the other inits by",
    "  hand, such as a `preStop` with `sleep` in Kubernetes; then they lose less, as long as the wait is long enough.",
    "- **The network is the drill's own** (a network namespace), so that nothing else on the machine is in its tables.",
    "",
    "## What the drain needs",
    "",
    "- **The balancer must be told first.** The hook makes `/health` fail, two checks of half a second later HAProxy sends",
    "  nothing more, and the delay of two seconds covers that. Without that, new connections keep coming and the drain has",
    "  no end but its time limit. In Kubernetes no hook is needed: the pod is taken off the service when its stop begins,",
    "  and the delay covers the time until every node knows.",
    "- **A connection should mean a request.** The drain waits until no connection to the port is open, and a kept-alive one",
    "  is open although nothing runs on it. `option http-server-close` has each connection to a replica closed after its",
    "  answer. With HAProxy's pool of idle connections instead, the drain lasts until the application closes what is idle:",
    "  Node does so after 5 s; give `--drain-timeout` more than that. If it is shorter, idle connections are cut, which",
    "  loses nothing, and the log tells their number.",
    "- **All must fit into the runtime's limit**, here 10 s: 1 s for the hook, 2 s of delay, 4 s of drain, 2 s of grace and",
    "  half a second for the end are the budget of 9.5 s.",
  ];
}

function disagreementsOf(runs: readonly Run[]): string[] {
  return runs.flatMap((run) => disagreementOf(run).map((text) => `${run.scenario.id}: ${text}`));
}

function rowOf(run: Run): string[] {
  const tally = tallyOf(run.requests);
  const replacements = run.rolls.flat();
  const rollMs = run.rolls.map((roll) => (roll.at(-1)?.readyMs ?? 0) - (roll[0]?.stopMs ?? 0));
  return [
    run.scenario.entry.title,
    run.scenario.onStop === "die" ? "dies" : "finishes",
    ...[tally.requests, tally.failed, tally.cut, tally.retried, tally.slow].map(number),
    `${replacements.filter(({ wasKilled }) => wasKilled).length} of ${replacements.length}`,
    `${(quantile(rollMs, 0.5) / 1000).toFixed(1)} s`,
  ];
}

function number(value: number): string {
  return value.toLocaleString("en");
}

function versionOf(haproxy: string): string {
  return execFileSync(haproxy, ["-v"], { encoding: "utf8" }).split(" ").slice(0, 3).join(" ");
}
