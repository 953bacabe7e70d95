import { OPTIONS, type Option } from "../../src/core/options.ts";
import { NOTES } from "./option-notes.ts";
import { table } from "./table.ts";

/** docs/options.md: every option with its short help and what has to be known about it. */
export function optionsPage(): string {
  const rows = OPTIONS.map((option) => [
    `[${spelling(option)}](#${anchor(option)})`,
    option.variable.length > 0 ? `\`${option.variable}\`` : "",
    option.fallback.length > 0 ? `\`${option.fallback}\`` : "",
    option.help,
  ]);
  return `# Options

Written by \`npm run docs\` from [src/core/options.ts](../src/core/options.ts). Do not edit.

    lissom [options] [--] command [argument...]

Options end at the first word that is none, so \`lissom ls -l\` needs no \`--\`. A value follows its option as the next
word, or as \`--grace=5s\` or \`-g5s\`.

${table(["option", "variable", "default", ""], rows)}

## Places

The command line beats the environment. A repeatable option takes several values separated by commas in its variable;
the first one on the command line replaces all of them. An empty variable counts as unset. A variable that begins with
\`LISSOM_\` and is no option is a warning, not an error, since Kubernetes makes variables from the names of services.

A bad value is an error in both places: lissom writes one line that names the option, the value and what is accepted,
exits with 125, and has started nothing. Options and variables may have 4095 bytes. The command's own words may have any
length and need not be UTF-8.

## Values

- A **signal** is a name in any case, with or without \`SIG\`, a number from 1 to 64, \`RTMIN\`, \`RTMIN+n\`, \`RTMAX\` or
  \`RTMAX-n\`. KILL and STOP never reach lissom, and CHLD is its own: these three cannot be mapped, and cannot begin a
  stop.
- A **duration** is whole numbers with the units h, m, s and ms, the larger first: \`500ms\`, \`10s\`, \`1m30s\`. \`0\` needs no
  unit. The longest one is 8760h, a year.

${OPTIONS.map(section).join("\n")}`;
}

function section(option: Option): string {
  const facts = [
    option.variable.length > 0 ? `\`${option.variable}\`` : "no variable",
    ...(option.repeatable ? ["repeatable"] : []),
    ...(option.fallback.length > 0 ? [`default \`${option.fallback}\``] : []),
  ];
  return `## --${option.long}

${spelling(option)}: ${facts.join(", ")}.

${note(option)}
`;
}

function note({ long }: Option): string {
  const text = NOTES.get(long);
  if (text === undefined) throw new Error(`scripts/docs/option-notes.ts: nothing is said about --${long}`);
  return text.trim();
}

function spelling({ short, long, value }: Option): string {
  const words = `--${long}${value.length > 0 ? ` ${value}` : ""}`;
  return short.length > 0 ? `\`-${short}, ${words}\`` : `\`${words}\``;
}

function anchor({ long }: Option): string {
  return `--${long}`;
}
