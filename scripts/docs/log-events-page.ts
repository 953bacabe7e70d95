import { EVENTS, type EventSpec, type Field, FieldKind, levelName } from "../../src/core/log-events.ts";
import { table } from "./table.ts";

/** docs/log-events.md: every entry that the log may have. */
export function logEventsPage(): string {
  const rows = EVENTS.map((event) => [
    `\`${event.name}\``,
    levelName(event.level),
    event.message,
    fields(event),
  ]);
  return `# Log events

Written by \`npm run docs\` from [src/core/log-events.ts](../src/core/log-events.ts). Do not edit.

Every entry has an \`event\` name. Names and fields are the same in both bodies, in JSON lines, in text lines and in the
JavaScript API. Level \`warn\` is the default, so a run without trouble writes nothing.

${table(["event", "level", "message", "fields"], rows)}

Fields: names that end in \`Ms\` are milliseconds, or the word \`never\`. \`signal\` is a full name such as \`SIGTERM\` or
\`SIGRTMIN+3\`; where a process has ended, it is there only if a signal ended it. \`to\` is one of \`child\`, \`group\`, \`all\`,
\`outsiders\` (all but the command's group). \`senderPid\` is 0 where the sender is outside of lissom's PID namespace.
\`errno\` is the kernel's error number (errno(3)). Entries that have a cause put it behind the message.

A JSON line has pino's fields around these: \`level\`, \`time\` in milliseconds since 1970, \`pid\`, \`hostname\`, \`event\`,
\`msg\`. Levels are numbers there: ${levels()}.

\`linesDropped\` counts the entries that found stderr full: lissom never waits for a reader.
`;
}

function fields({ fields }: EventSpec): string {
  return fields.map((field) => `\`${field.name}\`${isOptional(field) ? "?" : ""}`).join(", ");
}

function isOptional({ kind }: Field): boolean {
  return kind === FieldKind.SignalIfAny;
}

function levels(): string {
  const numbers = [...new Set(EVENTS.map(({ level }) => level))].sort((a, b) => a - b);
  return numbers.map((level) => `${level} ${levelName(level)}`).join(", ");
}
