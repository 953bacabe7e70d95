import { expect, test } from "vitest";
import { Signal } from "../../src/core/signals.ts";
import type { Supervisor } from "../../src/core/supervisor.ts";
import { BY_KERNEL, BY_PROCESS, exited, MAIN, Machine, ORPHAN, SELF, SENDER } from "./support/machine.ts";

const phaseNames = ["Starting", "Paused", "Running", "Stopping", "Killing", "Ended"];
const USR1 = 10;
const USR2 = 12;
const PIPE = 13;
const options = ["--then", "QUIT:2s", "--map", "USR2=none", "--exit-map", "3=4", "--leftovers", "wait"];

const stopping = (machine: Machine) => machine.start().signal(Signal.Term);
const withoutMain = (machine: Machine) => machine.on((supervisor) => supervisor.childExited(MAIN, exited(3)));
const killing = (machine: Machine) => [stopping(machine), machine.deadline(), machine.deadline()];

const states: Record<string, (machine: Machine) => unknown> = {
  starting: () => undefined,
  paused: (machine) => machine.on((supervisor) => supervisor.paused()),
  running: (machine) => machine.start(),
  "running, main ended": (machine) => withoutMain(machine.start()),
  stopping: (machine) => stopping(machine),
  "stopping, main ended": (machine) => [stopping(machine), withoutMain(machine)],
  "at the last step": (machine) => [stopping(machine), machine.deadline()],
  killing: (machine) => killing(machine),
  "killing, main ended": (machine) => [killing(machine), withoutMain(machine)],
  "ended, main unkillable": (machine) => [killing(machine), machine.deadline()],
  "ended, main ended": (machine) => [
    withoutMain(machine.start()),
    machine.on((supervisor) => supervisor.noChildren()),
  ],
};

const events: Record<string, (supervisor: Supervisor, nowMs: number) => void> = {
  "the command starts": (supervisor) => supervisor.started(MAIN),
  "there is no command": (supervisor) => supervisor.paused(),
  "the start fails": (supervisor) => supervisor.startFailed(127, 2),
  "a stop request": (supervisor, nowMs) => supervisor.signal(Signal.Term, BY_PROCESS, SENDER, nowMs),
  "another signal": (supervisor, nowMs) => supervisor.signal(USR1, BY_PROCESS, SENDER, nowMs),
  CONT: (supervisor, nowMs) => supervisor.signal(Signal.Cont, BY_PROCESS, SENDER, nowMs),
  "a dropped signal": (supervisor, nowMs) => supervisor.signal(USR2, BY_PROCESS, SENDER, nowMs),
  "a fault of its own": (supervisor, nowMs) => supervisor.signal(Signal.Segv, BY_KERNEL, 0, nowMs),
  "a fault signal sent by a process": (supervisor, nowMs) =>
    supervisor.signal(Signal.Segv, BY_PROCESS, SENDER, nowMs),
  "a stop request of its own": (supervisor, nowMs) => supervisor.signal(Signal.Term, BY_PROCESS, SELF, nowMs),
  "a broken pipe of its own": (supervisor, nowMs) => supervisor.signal(PIPE, BY_PROCESS, SELF, nowMs),
  "the deadline, too early": (supervisor) =>
    supervisor.deadlinePassed(Math.min(supervisor.deadlineMs - 1, 1e9)),
  "the deadline": (supervisor) => supervisor.deadlinePassed(Math.min(supervisor.deadlineMs, 1e9)),
  "the main process ends": (supervisor) => supervisor.childExited(MAIN, exited(3)),
  "an orphan ends": (supervisor) => supervisor.childExited(ORPHAN, exited(9)),
  "no child is left": (supervisor) => supervisor.noChildren(),
  "children are left": (supervisor, nowMs) => supervisor.childrenLeft(nowMs),
  "^Z stops main": (supervisor) => supervisor.mainStopped(Signal.Tstp),
  "a read from the terminal stops main": (supervisor) => supervisor.mainStopped(Signal.Ttin),
  "STOP stops main": (supervisor) => supervisor.mainStopped(Signal.Stop),
  "the suspension is refused": (supervisor) => supervisor.suspendRefused(Signal.Tstp),
  "a signal cannot be sent": (supervisor) => supervisor.sendFailed(Signal.Term, 1, 1),
};

const forwardsToGroup = {
  "another signal": "send SIGUSR1 to group",
  CONT: "send SIGCONT to group",
  "a fault signal sent by a process": "send SIGSEGV to group",
};
const forwardsToAll = {
  "another signal": "send SIGUSR1 to all",
  CONT: "send SIGCONT to all",
  "a fault signal sent by a process": "send SIGSEGV to all",
};
const stopToGroup = { "a stop request": "send SIGTERM to group, send SIGCONT to group" };
const stopToAll = { "a stop request": "send SIGTERM to all, send SIGCONT to all" };
const refused = { "the suspension is refused": "send SIGCONT to group" };
const continued = { ...refused, "^Z stops main": "send SIGCONT to group" };
const exit4 = { "no child is left": "exit 4 -> Ended" };
const startFails = { "the start fails": "exit 127 -> Ended" };
const unkillable = { "the deadline": "exit 137 -> Ended" };

/** What each event causes in each state as PID 1. What is not listed causes nothing at all. */
const asInit: Record<string, Record<string, string>> = {
  starting: {
    ...startFails,
    "the command starts": "-> Running",
    "there is no command": "-> Paused",
    "a stop request": "exit 143 -> Ended",
  },
  paused: { ...startFails, "a stop request": "exit 0 -> Ended" },
  running: {
    ...startFails,
    ...forwardsToGroup,
    ...continued,
    "a stop request": "send SIGTERM to group, send SIGCONT to group -> Stopping until 10000",
  },
  "running, main ended": {
    ...startFails,
    ...forwardsToAll,
    ...exit4,
    "a stop request": "send SIGTERM to all, send SIGCONT to all -> Stopping until 10000",
  },
  stopping: {
    ...startFails,
    ...forwardsToGroup,
    ...stopToGroup,
    ...continued,
    "the deadline": "send SIGQUIT to group, send SIGCONT to group -> Stopping until 12000",
  },
  "stopping, main ended": {
    ...startFails,
    ...forwardsToAll,
    ...stopToAll,
    ...exit4,
    "the deadline": "send SIGQUIT to all, send SIGCONT to all -> Stopping until 12000",
    "children are left": "send SIGTERM to outsiders, send SIGCONT to outsiders",
  },
  "at the last step": {
    ...startFails,
    ...forwardsToGroup,
    ...stopToGroup,
    ...continued,
    "the deadline": "kill all -> Killing until 13000",
  },
  killing: { ...startFails, ...forwardsToGroup, ...stopToGroup, ...continued, ...unkillable },
  "killing, main ended": {
    ...startFails,
    ...forwardsToAll,
    ...stopToAll,
    ...exit4,
    "the deadline": "exit 4 -> Ended",
  },
  "ended, main unkillable": {},
  "ended, main ended": {},
};

/** What a terminal stop of main causes where a shell watches: in the middle of a stop, nothing may hold it up. */
const suspended: Record<string, string> = {
  "^Z stops main": "suspend with SIGTSTP",
  "a read from the terminal stops main": "suspend with SIGTTIN",
};

/** Where a subreaper differs: CONT and ^Z come from a terminal that others use too, and its SIGKILL is no single act. */
const asSubreaper: Record<string, Record<string, string>> = Object.fromEntries(
  Object.entries(asInit).map(([state, row]) => [
    state,
    {
      ...row,
      ...(row.CONT ? { CONT: `hand over terminal, ${row.CONT}` } : {}),
      ...(state === "running" ? suspended : { "^Z stops main": "" }),
      ...(state === "killing, main ended" ? { "children are left": "kill all" } : {}),
    },
  ]),
);

/** What an event caused: the effects, and the phase and its deadline where one of them changed. */
function outcome(machine: Machine, event: (supervisor: Supervisor, nowMs: number) => void): string {
  const { supervisor } = machine;
  const before = [supervisor.phase, supervisor.deadlineMs];
  const effects = machine.on((target) => event(target, machine.nowMs)).join(", ");
  if (before[0] === supervisor.phase && before[1] === supervisor.deadlineMs) return effects;
  const until = supervisor.deadlineMs === Infinity ? "" : ` until ${supervisor.deadlineMs - 50_000}`;
  return `${effects} -> ${phaseNames[supervisor.phase]}${until}`.trim();
}

for (const [isInit, table] of [
  [true, asInit],
  [false, asSubreaper],
] as const) {
  for (const [state, enter] of Object.entries(states)) {
    test(`${isInit ? "PID 1" : "a subreaper"}, ${state}, answers each event as its row of the table says`, () => {
      const answers = Object.entries(events).map(([name, event]) => {
        const machine = new Machine(options, isInit);
        enter(machine);
        return [name, outcome(machine, event)];
      });
      const row: Record<string, string> = table[state] ?? {};
      // Whoever sent it before the process became lissom: it may have been lissom's own process.
      const rowWithOwn: Record<string, string | undefined> = {
        ...row,
        "a stop request of its own": row["a stop request"],
      };
      const expected = Object.keys(events).map((name) => [name, rowWithOwn[name] ?? ""]);
      expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(expected));
    });
  }
}

test("the table names only states and events that are tried", () => {
  expect(Object.keys(asInit)).toEqual(Object.keys(states));
  for (const row of Object.values(asInit))
    expect(Object.keys(events)).toEqual(expect.arrayContaining(Object.keys(row)));
});
