import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { NODE } from "../inits.ts";
import { NODE_VERSION } from "../machine.ts";
import type { Context, Measure, Result } from "../model.ts";
import { median, pairedDifferences, summarize } from "../stats.ts";
import { timeCommands } from "../timing.ts";

const SHARE = 0.6;

/** How much the Node body adds to what Node itself takes to start. */
export const nodeStartup: Measure = {
  id: "node-startup",
  title: "Start-up of the Node body",
  unit: "ms",
  bar: "beyond an empty Node program at most 60 % of an empty Node program's own time",
  run,
};

async function run(context: Context): Promise<Result> {
  const bar = "Node body: start-up beyond an empty Node program at most 60 % of that";
  const body = context.inits.find((init) => init.kind === "node");
  const empty = join(context.folder, "empty.mjs");
  writeFileSync(empty, "");
  const noop = context.tool("noop");
  const commands = [[noop], [NODE, empty], ...(body ? [[...body.subreaperPrefix, noop]] : [])];
  const rounds = context.rounds(60);
  const [bare = [], node = [], lissom = []] = await timeCommands(context, "plain", rounds, commands);
  const rows = [row("noop alone", bare), row("empty Node program", node)];
  if (body) rows.push(row(`${body.name} -- noop`, lissom));
  if (!body)
    return {
      columns: COLUMNS,
      rows,
      verdicts: [{ bar, met: null, detail: "not measured" }],
      notes: [],
      panels: [],
    };
  const beyond = pairedDifferences(lissom, node);
  const share = median(beyond.map((ns, round) => ns / (node[round] as number)));
  rows.push(row("beyond the empty program", beyond));
  const detail = `${ms(median(beyond))} ms beyond ${ms(median(node))} ms: ${(share * 100).toFixed(0)} %`;
  return {
    columns: COLUMNS,
    rows,
    verdicts: [{ bar, met: share <= SHARE, detail }],
    notes: [`${rounds} rounds, interleaved; ${NODE_VERSION}.`],
    panels: [],
  };
}

const COLUMNS = ["program", "time, ms", "quartiles"];

function row(name: string, series: readonly number[]): string[] {
  const { low, median: middle, high } = summarize(series);
  return [name, ms(middle), `${ms(low)} to ${ms(high)}`];
}

function ms(ns: number): string {
  return (ns / 1e6).toFixed(1);
}
