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
From the stop signal to the next step of the stop: the first \`--then\` signal, or SIGKILL to all that is left. Hooks,
delay and drain come before the stop signal, and have times of their own. Keep the sum below the time that the container
runtime gives (\`docker stop\` 10 s, Kubernetes 30 s), or the runtime's SIGKILL comes first. With \`never\` the end is left
to the runtime.
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
    "before-start",
    `
For what has to be done first: a migration, a configuration file, the owner of a folder. Hooks run one after the other,
and take as long as they need. One that fails ends the start: lissom says which, exits with its code (128+n where signal
n ended it), and the command is not started. A stop request that comes meanwhile stops the hook as it would stop the
command, and the command is not started. Other signals wait and reach the command right at its start, which may be before
it is ready for them: a HUP or USR1 that it does not handle yet ends it. See [hooks](#hooks).
`,
  ],
  [
    "before-stop",
    `
For what has to be done while the application still works: leave a service registry, flip the file that a health check
looks at. Hooks run when a stop request comes, before anything else of the stop, one after the other; those of
\`--before-stop\` and \`--before-stop-http\` in the order in which they are written, in the environment in the order of the
two variables. They find the request's signal in \`LISSOM_SIGNAL\`, such as \`SIGTERM\`, and the command's process in
\`LISSOM_PID\`. One that fails or takes too long is a warning, and the stop goes on. Where the command ends by itself, they
do not run. See [hooks](#hooks).
`,
  ],
  [
    "before-stop-http",
    `
The same as \`--before-stop\` with an HTTP request, for images without curl: \`--before-stop-http http://127.0.0.1:8080/quiesce\`,
\`--before-stop-http 'PUT http://consul:8500/v1/agent/service/deregister/web'\`. An answer from 200 to 399 is a success;
redirections are not followed. It has no body. lissom speaks HTTP only; for https use \`--before-stop\` with a program that
does.
`,
  ],
  [
    "after-exit",
    `
For what has to be done when all is over: save a core file, report how it ended. Hooks run when the last process has
ended, and find in \`LISSOM_EXIT_CODE\` the code that lissom will exit with, in \`LISSOM_SIGNAL\` the signal that ended the
command, such as \`SIGKILL\` (empty where none did), and in \`LISSOM_REASON\` one of \`exited\`, \`signalled\`,
\`killed-after-grace\`, \`out-of-memory\` and \`start-failed\`. One that fails or takes too long is a warning, and changes
nothing about the exit code. Where nothing was begun, they do not run. See [hooks](#hooks).
`,
  ],
  [
    "hook-timeout",
    `
The time that each \`--before-stop\`, \`--before-stop-http\` and \`--after-exit\` may take. Then its whole process group gets
SIGKILL, lissom writes a warning, and the stop goes on. \`--before-start\` has no limit.
`,
  ],
  [
    "delay",
    `
The wait behind the hooks and before \`--drain\`: the time that a load balancer needs to notice that this instance is
going, during which the application still takes requests. In Kubernetes five to ten seconds are usual.
`,
  ],
  [
    "drain",
    `
Behind the delay, lissom waits until no TCP connection has one of these ports on this side: the ports that the
application listens on. So an application that ends at once on TERM still loses no request. Connections that are closed
and only wait for their timeout are not counted. lissom says how many there are when the wait begins, and how many are
cut where time is up first. It looks into /proc/net/tcp and tcp6; where these are missing, it says so once and goes on.
Several containers in one network namespace, such as those of a pod, share their connections.
`,
  ],
  [
    "drain-timeout",
    `
How long \`--drain\` waits at most. Unset, it is as long as the grace, or 10s where that never ends, and it comes before
the grace. Clients with idle connections that they keep open make every drain take this long, unless the application or
the load balancer closes them.
`,
  ],
  [
    "budget",
    `
Everything from the stop request to the end fits in this time: hooks, delay, drain, grace, steps and leftovers are cut
short where they would not. The last SIGKILL comes 500 ms before its end, so that the log still gets out, and earlier
where there are \`--after-exit\` hooks. Set it to less than the container runtime gives, whose clock starts earlier:
\`terminationGracePeriodSeconds\` in Kubernetes, \`docker stop -t\`, \`stop_grace_period\` in a compose file. A plan that does
not fit is a warning at the start that shows the sum. It must be above 500ms. Without a budget the waits add up. It
cannot stand with \`--grace never\`.
`,
  ],
  [
    "repeat-stop",
    `
What another stop request does while a stop is under way. \`forward\` passes it on to the application, and changes no
timer. \`next\` ends the part of the stop that is under way, so that the one behind it begins at once: pressing ^C a second
time skips the delay, a third time the drain. \`kill\` sends SIGKILL to all that is left.
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
