import { Signal } from "../../src/core/signals.ts";
import { exited, type Machine } from "./support/machine.ts";
import { forwards, type States, type Table, testTable } from "./support/states.ts";

const options = ["--then", "QUIT:2s", "--map", "USR2=none", "--exit-map", "3=4", "--leftovers", "wait"];

const stopping = (machine: Machine) => machine.start().signal(Signal.Term);
const withoutMain = (machine: Machine) => machine.mainEnds(exited(3));
const killing = (machine: Machine) => [stopping(machine), machine.deadline(), machine.deadline()];

const states: States = {
  starting: () => undefined,
  preparing: (machine) => machine.begin(),
  paused: (machine) => machine.on((supervisor) => supervisor.paused()),
  running: (machine) => machine.start(),
  "running, main ended": (machine) => withoutMain(machine.start()),
  stopping: (machine) => stopping(machine),
  "stopping, main ended": (machine) => [stopping(machine), withoutMain(machine)],
  "at the last step": (machine) => [stopping(machine), machine.deadline()],
  killing: (machine) => killing(machine),
  "killing, main ended": (machine) => [killing(machine), withoutMain(machine)],
  "ended, main unkillable": (machine) => [killing(machine), machine.deadline()],
  "ended, main ended": (machine) => [withoutMain(machine.start()), machine.nobodyLeft()],
};

const forwardsToGroup = forwards("group");
const forwardsToAll = forwards("all");
const stopToGroup = { "a stop request": "send SIGTERM to group, send SIGCONT to group" };
const stopToAll = { "a stop request": "send SIGTERM to all, send SIGCONT to all" };
const refused = { "the suspension is refused": "send SIGCONT to group" };
const continued = { ...refused, "^Z stops main": "send SIGCONT to group" };
const exit4 = { "no child is left": "exit 4 -> Ended" };
const startFails = { "the start fails": "exit 127 -> Ended" };
const unkillable = { "the deadline": "exit 137 -> Ended" };

/** What each event causes in each state as PID 1. What is not listed causes nothing at all. */
const asInit: Table = {
  starting: {
    ...startFails,
    "all is set up": "start command -> Preparing",
    "there is no command": "-> Paused",
    "a stop request": "exit 143 -> Ended",
  },
  preparing: {
    ...startFails,
    "the command starts": "-> Running",
    "a stop request": "send SIGTERM to all, send SIGCONT to all -> Stopping until 10000",
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
    "the deadline": "note survivors, kill all -> Killing until 13000",
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
const asSubreaper: Table = Object.fromEntries(
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

testTable("PID 1", options, true, states, asInit);
testTable("a subreaper", options, false, states, asSubreaper);
