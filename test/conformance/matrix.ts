import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bodies, type Init, peers, versionOf, whyMissing } from "../helpers/inits.ts";
import { repositoryRoot } from "../helpers/root.ts";
import { type Case, forEach } from "./case.ts";
import { allCases } from "./cases/all.ts";
import { asMarkdown, asText } from "./report.ts";
import { judge, prepare, type Verdict } from "./try.ts";

// npm run conformance [-- CASE,CASE... [INIT,INIT...]]: with arguments, prints only, and writes nothing.
const [caseFilter, initFilter] = process.argv.slice(2).map((words) => words.split(","));
const chosen = (filter: string[] | undefined, name: string) =>
  filter === undefined ||
  filter.some((word) => word === "all" || name === word || name.replace(/\.?\d+$/, "") === word);

const unbuildable = prepare();
if (unbuildable !== undefined) throw new Error(`the fixtures could not be built: ${unbuildable}`);

const cases = allCases.filter(({ id }) => chosen(caseFilter, id));
const inits = [...Object.values(bodies), ...peers].filter(({ name }) => chosen(initFilter, name));
for (const init of inits) {
  const reason = whyMissing(init);
  if (reason !== undefined) process.stderr.write(`${init.name} is left out: ${reason}\n`);
}
const present = inits.filter((init) => whyMissing(init) === undefined);
const verdicts = new Map<Case, Map<Init, Verdict>>(cases.map((trial) => [trial, new Map()]));
const pairs = cases.flatMap((trial) => present.map((init) => ({ trial, init })));

await forEach(pairs, 6, async ({ trial, init }) => {
  const verdict = await judge(init, trial);
  verdicts.get(trial)?.set(init, verdict);
  if (verdict.result === "no") process.stderr.write(`${trial.id} ${init.name}: ${verdict.note}\n`);
});

process.stdout.write(asText(cases, present, verdicts));
if (caseFilter === undefined) {
  const versions = present.map((init) => [init.name, versionOf(init)] as const);
  const page = join(repositoryRoot, "docs/conformance.md");
  writeFileSync(page, asMarkdown(cases, present, verdicts, versions));
  process.stdout.write(`written to ${page.slice(repositoryRoot.length + 1)}\n`);
}
const broken = pairs.some(({ trial, init }) => init.body && verdicts.get(trial)?.get(init)?.result === "no");
process.exitCode = broken ? 1 : 0;
