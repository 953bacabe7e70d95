import type { Init } from "./inits.ts";
import { describeMachine } from "./machine.ts";
import type { Measure, Result, Verdict } from "./model.ts";

/** A measure with what it came to; a string is why it failed. */
export interface Outcome {
  readonly measure: Measure;
  readonly result: Result | string;
}

/** What the report says about the run itself. */
export interface RunFacts {
  readonly command: string;
  readonly inits: readonly Init[];
  readonly missing: readonly string[];
  readonly seconds: number;
  /** The plot's file name beside the report. */
  readonly plot: string;
}

/** Returns the whole report as Markdown. */
export function writeReport(outcomes: readonly Outcome[], facts: RunFacts): string {
  const verdicts = outcomes.flatMap(({ result }) => (typeof result === "string" ? [] : result.verdicts));
  return [
    "# Benchmarks",
    "",
    `Written by \`${facts.command}\` on ${new Date().toISOString().slice(0, 10)} in ${Math.round(facts.seconds)} s.`,
    "Run it again to replace this page with your machine's figures. All inits are measured in one run, interleaved. Less",
    "is better everywhere.",
    "",
    `![Each measure as bars, one an init, with the ratio to the best peer](${facts.plot})`,
    "",
    "## Bars",
    "",
    ...tableOf(
      ["bar", "", "measured"],
      verdicts.map((one) => [one.bar, wordOf(one), one.detail]),
    ),
    "",
    "## Run",
    "",
    ...describeMachine().map((line) => `- ${line}`),
    `- ${facts.inits.map((init) => `${init.name} ${init.version}`).join(", ")}`,
    ...facts.missing.map((line) => `- ${line}`),
    ...outcomes.flatMap(sectionOf),
    "",
  ].join("\n");
}

/** Returns a measure's table and verdicts as text for the terminal. */
export function writeText({ measure, result }: Outcome): string {
  if (typeof result === "string") return `\n${measure.title}: failed: ${result}`;
  const rows = [result.columns, ...result.rows];
  const widths = result.columns.map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const table = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  const verdicts = result.verdicts.map((one) => `  ${wordOf(one)}: ${one.bar}: ${one.detail}`);
  return ["", `${measure.title} (${measure.unit})`, ...table, ...verdicts].join("\n");
}

function sectionOf({ measure, result }: Outcome): string[] {
  const head = ["", `## ${measure.title}`, "", `Bar: ${measure.bar}.`, ""];
  if (typeof result === "string") return [...head, `Not measured: ${result}`];
  const notes = result.notes.length > 0 ? ["", ...result.notes] : [];
  return [...head, ...tableOf(result.columns, result.rows), ...notes];
}

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line)];
}

function wordOf(verdict: Verdict): string {
  if (verdict.met === null) return "not decided";
  return verdict.met ? "met" : "not met";
}
