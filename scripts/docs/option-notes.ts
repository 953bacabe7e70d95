/** What has to be known about each option beyond its line of help, by long name, as Markdown. */
export const NOTES: ReadonlyMap<string, string> = new Map([
  [
    "map",
    `
\`--map USR1=HUP\` passes USR1 on as HUP, \`--map HUP=none\` drops HUP. What arrives is mapped, not what lissom sends by
itself, with one exception: leftovers that are stopped get what TERM is mapped to. A signal that is dropped begins no
stop. \`--map TERM=QUIT\` is for applications that stop gracefully on QUIT, such as nginx.
`,
  ],
  [
    "to",
    `
\`child\` is the main process alone, \`group\` its process group, \`all\` every process: of the container where lissom is
PID 1, else its descendants. Group delivery is what stops an application behind a shell or npm; an application that takes
a second TERM as "now!" may need \`child\`. A main process that has left its group is reached in any case. Once it has
ended, signals go to all that is left.
`,
  ],
  [
    "stop-on",
    `
The list replaces the default. What counts is the signal as it arrives, before \`--map\`. The other signals are passed on
and change nothing about a stop.
`,
  ],
  [
    "grace",
    `
From the stop request to the next step of the stop: the first \`--then\` signal, or SIGKILL to all that is left. Keep it
below the time that the container runtime gives (\`docker stop\` 10 s, Kubernetes 30 s), or the runtime's SIGKILL comes
first. With \`never\` the end is left to the runtime.
`,
  ],
  [
    "then",
    `
A step of the stop between the grace and SIGKILL: \`--then INT:2s --then QUIT\` sends INT when the grace is over, QUIT two
seconds later, and SIGKILL five seconds after that, the wait that a step without one has. The signal is followed by CONT,
so that a stopped process can act on it.
`,
  ],
  [
    "leftovers",
    `
Once the main process has ended, what is still alive is stopped as the command would be (TERM, grace, steps, SIGKILL),
killed at once, or waited for. \`wait\` is for daemons that fork and leave; a stop request still ends them. The exit code
stays that of the main process.
`,
  ],
  [
    "exit-map",
    `
\`--exit-map 143=0\` makes a TERM's death a success. Codes are those that lissom would exit with, 128+n for signal n. The
map is for the command's end; a command that could not be started keeps 125, 126 or 127.
`,
  ],
  [
    "parent-death",
    `
The kernel sends lissom this signal when its parent dies (PR_SET_PDEATHSIG, prctl(2)); from then on it is a signal like
any other, so \`TERM\` begins a stop. For a lissom that is not PID 1.
`,
  ],
  [
    "log-level",
    `
The least severe entries that are written to stderr. \`info\` shows the course of a stop, \`debug\` every signal, \`trace\`
every orphan. The entries are listed in [log-events.md](log-events.md).
`,
  ],
  [
    "log-format",
    `
JSON lines with pino's fields, or plain lines. Unset, lines are plain where stderr is a terminal and JSON elsewhere.
Errors in what lissom was told are always one plain line.
`,
  ],
  [
    "engine",
    `
For the npm package's launcher: \`auto\` takes the native body, and the Node body with a warning where there is no native
one for this machine; \`native\` takes no other; \`node\` takes the Node body. The native executable itself accepts
\`auto\` and \`native\`.
`,
  ],
  [
    "install",
    `
For the npm package's launcher: writes the native executable of this machine to FILE, with its run bit set, and ends. An
executable that is in use under that name is replaced in one step.
`,
  ],
  [
    "help",
    `
Writes the options to stdout and exits with 0.
`,
  ],
  [
    "version",
    `
Writes \`lissom\` and the version to stdout and exits with 0.
`,
  ],
]);
