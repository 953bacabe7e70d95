import { expect, test } from "vitest";
import { Signal } from "../../../src/core/signals.ts";
import type { Supervisor } from "../../../src/core/supervisor.ts";
import { BY_KERNEL, BY_PROCESS, exited, MAIN, Machine, ORPHAN, SELF, SENDER } from "./machine.ts";

const phaseNames = [
  "Starting",
  "Preparing",
  "Paused",
  "Running",
  "BeforeStop",
  "Delaying",
  "Draining",
  "Stopping",
  "Killing",
  "AfterExit",
  "Ended",
];
const USR1 = 10;
const USR2 = 12;
const PIPE = 13;

/** How a machine gets into each state. */
export type States = Record<string, (machine: Machine) => unknown>;
/** What each event causes in each state. What is not listed causes nothing at all. */
export type Table = Record<string, Record<string, string>>;

const events: Record<string, (supervisor: Supervisor, nowMs: number) => void> = {
  "all is set up": (supervisor, nowMs) => supervisor.begin(nowMs),
  "the command starts": (supervisor, nowMs) => supervisor.started(MAIN, nowMs),
  "there is no command": (supervisor) => supervisor.paused(),
  "the start fails": (supervisor, nowMs) => supervisor.startFailed(127, 2, nowMs),
  "the helper has done its work": (supervisor, nowMs) => supervisor.helperEnded(0, 0, nowMs),
  "the helper fails": (supervisor, nowMs) => supervisor.helperEnded(5, 0, nowMs),
  "connections are counted": (supervisor) => supervisor.connectionsCounted(3),
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
  "the main process ends": (supervisor, nowMs) => supervisor.childExited(MAIN, exited(3), nowMs),
  "an orphan ends": (supervisor, nowMs) => supervisor.childExited(ORPHAN, exited(9), nowMs),
  "memory runs out": (supervisor) => supervisor.memoryRanOut(1),
  "no child is left": (supervisor, nowMs) => supervisor.noChildren(nowMs),
  "children are left": (supervisor, nowMs) => supervisor.childrenLeft(nowMs),
  "^Z stops main": (supervisor) => supervisor.mainStopped(Signal.Tstp),
  "a read from the terminal stops main": (supervisor) => supervisor.mainStopped(Signal.Ttin),
  "STOP stops main": (supervisor) => supervisor.mainStopped(Signal.Stop),
  "the suspension is refused": (supervisor) => supervisor.suspendRefused(Signal.Tstp),
  "a signal cannot be sent": (supervisor) => supervisor.sendFailed(Signal.Term, 1, 1),
};

/** What an event caused: the effects, and the phase and its deadline where one of them changed. */
function outcome(machine: Machine, event: (supervisor: Supervisor, nowMs: number) => void): string {
  const { supervisor } = machine;
  const before = [supervisor.phase, supervisor.deadlineMs];
  const effects = machine.on((target) => event(target, machine.nowMs)).join(", ");
  if (before[0] === supervisor.phase && before[1] === supervisor.deadlineMs) return effects;
  const until = supervisor.deadlineMs === Infinity ? "" : ` until ${supervisor.deadlineMs - 50_000}`;
  return `${effects} -> ${phaseNames[supervisor.phase]}${until}`.trim();
}

/** Holds a supervisor to a row for each state, event by event. */
export function testTable(
  who: string,
  options: string[],
  isInit: boolean,
  states: States,
  table: Table,
): void {
  for (const [state, enter] of Object.entries(states)) {
    test(`${who}, ${state}, answers each event as its row of the table says`, () => {
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

  test(`the table of ${who} names only states and events that are tried`, () => {
    expect(Object.keys(table)).toEqual(Object.keys(states));
    for (const row of Object.values(table))
      expect(Object.keys(events)).toEqual(expect.arrayContaining(Object.keys(row)));
  });
}

/** The rows of a table that a body passes on to the main process's group, or to all once it has ended. */
export function forwards(target: string): Record<string, string> {
  return {
    "another signal": `send SIGUSR1 to ${target}`,
    CONT: `send SIGCONT to ${target}`,
    "a fault signal sent by a process": `send SIGSEGV to ${target}`,
  };
}
