import { EVENTS, type EventSpec, type Field, FieldKind, levelName } from "../../src/core/log-events.ts";
import { Level } from "../../src/core/settings.ts";
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

Fields: one with a \`?\` is there only if there is something to say. Names that end in \`Ms\` are milliseconds, or the word
\`never\`. \`signal\` is a full name such as \`SIGTERM\` or \`SIGRTMIN+3\`; where a process has ended, it is there only if a
signal ended it. \`to\` is one of \`child\`, \`group\`, \`all\`, \`outsiders\` (all but the command's group). \`senderPid\` is 0
where the sender is outside of lissom's PID namespace. \`errno\` is the kernel's error number (errno(3)). Entries that have
a cause put it behind the message, those of hooks the hook as it is written. \`waitMs\` of \`stopRequested\` is the grace
alone, without the hooks, the delay and the drain before it.

\`reason\` is one of \`exited\`, \`signalled\`, \`killed-after-grace\`, \`out-of-memory\` and \`start-failed\`
([stopping.md](stopping.md#why-it-ended)), and the times of \`finished\` are those of the parts of a life, of which only
those are there that took place: \`stoppingMs\` is from the stop signal on, \`leftoversMs\` from the command's end on,
\`killingMs\` from SIGKILL on. \`count\` is how many connections, log lines or killed processes the message speaks of, and
\`survivors\` are at most ten of the processes that SIGKILL found alive, each with \`pid\` and \`name\`.

A JSON line has pino's fields around these: \`level\`, \`time\` in milliseconds since 1970, \`pid\`, \`hostname\`, \`event\`,
\`msg\`. Levels are numbers there: ${levels()}.

\`hookMissing\` is about what lissom was told, so it is a plain line at every level and in every format.

\`linesDropped\` counts the entries that found stderr full: lissom never waits for a reader.
`;
}

function fields({ fields }: EventSpec): string {
  return fields.map((field) => `\`${field.name}\`${isOptional(field) ? "?" : ""}`).join(", ");
}

function isOptional({ kind }: Field): boolean {
  return [FieldKind.SignalIfAny, FieldKind.NumberIfAny, FieldKind.Survivors].includes(kind);
}

function levels(): string {
  const numbers = [...new Set(EVENTS.map(({ level }) => level))]
    .filter((level) => level < Level.Silent)
    .sort((a, b) => a - b);
  return numbers.map((level) => `${level} ${levelName(level)}`).join(", ");
}
