import type { Init } from "../helpers/inits.ts";
import type { Case } from "./case.ts";
import type { Verdict } from "./try.ts";

/** What came of each case with each init. */
export type Verdicts = Map<Case, Map<Init, Verdict>>;

/** The matrix for a terminal: a line a case, a column an init, and the sums. */
export function asText(cases: Case[], inits: Init[], verdicts: Verdicts): string {
  const idWidth = Math.max(4, ...cases.map(({ id }) => id.length)) + 1;
  const line = (first: string, cells: string[], rest: string) =>
    `${first.padEnd(idWidth)}${cells.map((cell, index) => cell.padEnd(Math.max(inits[index]?.name.length ?? 0, 7) + 2)).join("")}${rest}\n`;
  const head = inits.map(({ name }) => name);
  const rows = cases.map((trial) =>
    line(
      trial.id,
      inits.map((init) => verdicts.get(trial)?.get(init)?.result ?? ""),
      trial.title,
    ),
  );
  return [line("case", head, ""), ...rows, line("kept", sums(cases, inits, verdicts), "")].join("");
}

/** The matrix as a page of documentation, each "no" and "n.a." with a footnote that says why. */
export function asMarkdown(
  cases: Case[],
  inits: Init[],
  verdicts: Verdicts,
  versions: (readonly [string, string])[],
): string {
  const notes: string[] = [];
  const cell = ({ result, note }: Verdict) => {
    if (note === undefined) return result;
    const text = plain(note);
    if (!notes.includes(text)) notes.push(text);
    return `${result} [${notes.indexOf(text) + 1}](#n${notes.indexOf(text) + 1})`;
  };
  const row = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const table = [
    row(["", "promise", ...inits.map(({ name }) => name)]),
    row(["---", "---", ...inits.map(() => "---")]),
    ...cases.map((trial) => {
      const cells = inits.map((init) => cell(verdicts.get(trial)?.get(init) ?? { result: "n.a." }));
      return row([trial.id, trial.title, ...cells]);
    }),
    row(["", "**promises kept**", ...sums(cases, inits, verdicts).map((sum) => `**${sum}**`)]),
  ];
  return [
    "# Conformance",
    "",
    "Which init keeps which promise, each tried with real processes in a PID namespace. Made by",
    "`npm run conformance`; do not edit. *no*: the promise was broken, and the note says what was seen; *n.a.*: it",
    "cannot be asked of this one, and the note says why. An init that has no option of the kind does not keep the promise.",
    "",
    "Versions:",
    "",
    ...versions.map(([name, version]) => `- ${name}: ${plain(version)}`),
    "",
    ...table,
    "",
    "## Notes",
    "",
    ...notes.map((note, index) => `${index + 1}. <a id="n${index + 1}"></a>${note}`),
    "",
  ].join("\n");
}

function sums(cases: Case[], inits: Init[], verdicts: Verdicts): string[] {
  return inits.map((init) => {
    const results = cases.map((trial) => verdicts.get(trial)?.get(init)?.result);
    const asked = results.filter((result) => result !== "n.a.").length;
    return `${results.filter((result) => result === "yes").length}/${asked}`;
  });
}

/** One line, without what would be markup, and without the numbers and paths that differ from run to run. */
function plain(text: string): string {
  const line = text
    .replace(/\s+/g, " ")
    .replace(/\/tmp\/lissom-test-\w+/g, "FOLDER")
    .replaceAll("|", "\\|");
  return line.replaceAll("<", "&lt;").slice(0, 240).trim();
}
