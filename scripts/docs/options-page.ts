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

The command line beats the environment. A repeatable option takes several values in its variable: separated by commas,
or one a line where a value is a command or a request; empty lines are passed over. The first value on the command line
replaces all those of the variable. An empty variable counts as unset. A variable that begins with
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
- A **command** is words separated by blanks. No shell reads them: \`'...'\` takes all as it is, in \`"..."\` a backslash
  escapes \`"\`, \`\\\`, \`$\` and \`\` \` \`\`, outside of quotes it escapes any character. Nothing is expanded: \`$HOME\` is five
  characters. A word of a shell's operators alone, such as \`|\`, \`&&\` or \`>\`, one that begins with a redirection, such as
  \`2>/dev/null\`, and one that ends in \`;\` are errors unless they are quoted: for these write \`sh -c '...'\`. A command
  may also be a JSON array of strings, \`["sync","-f","/data"]\`; \`\\u\` is for control characters there, all else is
  written as it is.
- A **request** is \`http://HOST[:PORT][/PATH][?QUERY]\`, and before it a method in capitals where that is not GET:
  \`POST http://127.0.0.1:8500/leave\`. An IPv6 address stands in brackets.

## Hooks

The commands that run around the application. They start where lissom was started, each in a session and process group of
its own and so without a terminal, are found in PATH as the command is, read nothing (/dev/null), and write to lissom's
stderr. Whether their programs are there is looked at when lissom starts: if one is missing, lissom says so, exits with
125, and has started nothing. The log shows hooks as they are written: put no secrets into them.

The order of a stop: \`--before-stop\` and \`--before-stop-http\`, \`--delay\`, \`--drain\`, the stop signal, \`--grace\`,
\`--then\`, SIGKILL, \`--after-exit\`. If the command ends while hooks run, those are still run, and delay and drain are
left out.

${OPTIONS.map(section).join("\n")}`;
}

const SEPARATIONS: Record<string, string> = { ",": "separated by commas", "\n": "one a line" };

function section(option: Option): string {
  const facts = [
    option.variable.length > 0 ? `\`${option.variable}\`` : "no variable",
    ...(option.separator.length > 0 ? [`repeatable, ${SEPARATIONS[option.separator]} in the variable`] : []),
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
