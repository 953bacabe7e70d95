import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, type Machine } from "./support/machine.ts";
import { forwards, type States, type Table, testTable } from "./support/states.ts";

const options = [
  "--before-start=migrate",
  "--before-start=render",
  "--before-stop=leave",
  "--before-stop=flip",
  "--after-exit=tell",
  "--delay=3s",
  "--drain=80",
  "--map=USR2=none",
];

const running = (machine: Machine) => machine.start();
const beforeStop = (machine: Machine) => running(machine).signal(Signal.Term);
const lastHook = (machine: Machine) => [beforeStop(machine), machine.helperEnds()];
const delaying = (machine: Machine) => [lastHook(machine), machine.helperEnds()];
const draining = (machine: Machine) => [delaying(machine), machine.deadline()];
const ended = (machine: Machine) => machine.mainEnds(exited(3));
const afterExit = (machine: Machine) => [ended(running(machine)), machine.nobodyLeft()];

const states: States = {
  "checking hooks": (machine) => machine.begin(),
  "running the first hook": (machine) => [machine.begin(), machine.helperEnds()],
  "running the last hook": (machine) => [machine.begin(), machine.helperEnds(), machine.helperEnds()],
  "behind a hook that failed": (machine) => [
    machine.begin(),
    machine.helperEnds(),
    machine.helperEnds(exited(5)),
  ],
  "in a hook before the stop": (machine) => beforeStop(machine),
  "in a hook before the stop, main ended": (machine) => [beforeStop(machine), ended(machine)],
  "in the last hook before the stop, main ended": (machine) => [lastHook(machine), ended(machine)],
  delaying: (machine) => delaying(machine),
  "delaying, main ended before": (machine) => [
    ended(running(machine)),
    machine.signal(Signal.Term),
    machine.helperEnds(),
    machine.helperEnds(),
  ],
  draining: (machine) => draining(machine),
  "stopping, main ended in the drain": (machine) => [draining(machine), ended(machine)],
  "after the exit": (machine) => afterExit(machine),
};

/** The helpers: the check, two hooks before the start, two before the stop, the watcher. */
const [check, leave, flip, watcher] = [HELPER, HELPER + 3, HELPER + 4, HELPER + 5];
const cont = {
  "^Z stops main": "send SIGCONT to group",
  "the suspension is refused": "send SIGCONT to group",
};
const stopToGroup = "send SIGTERM to group, send SIGCONT to group";
const stopToAll = "send SIGTERM to all, send SIGCONT to all";
const stopsAll = `${stopToAll} -> Stopping until 10000`;
const last = { "no child is left": "run tell -> AfterExit until 5000" };

const table: Table = {
  "checking hooks": {
    "the start fails": "-> Running",
    "the command starts": "-> Running",
    "the helper has done its work": "run migrate",
    "the helper fails": "log hookMissing 0 0 0, exit 125 -> Ended",
    "a stop request": `kill helper ${check}, ${stopsAll}`,
  },
  "running the first hook": {
    "the start fails": "-> Running",
    "the command starts": "-> Running",
    "the helper has done its work": "run render",
    "the helper fails": "-> Running",
    "a stop request": stopsAll,
  },
  "running the last hook": {
    "the start fails": "-> Running",
    "the command starts": "-> Running",
    "the helper has done its work": "start command",
    "the helper fails": "-> Running",
    "a stop request": stopsAll,
  },
  "behind a hook that failed": {
    ...forwards("all"),
    ...last,
    "a stop request": `${stopToAll} -> Stopping until 10000`,
    "children are left": `${stopToAll} -> Stopping until 10000`,
  },
  "in a hook before the stop": {
    ...forwards("group"),
    ...cont,
    "a stop request": stopToGroup,
    "the helper has done its work": "run flip",
    "the helper fails": "run flip",
    "the deadline": `kill helper ${leave}, run flip -> BeforeStop until 10000`,
  },
  "in a hook before the stop, main ended": {
    ...forwards("all"),
    "a stop request": stopToAll,
    "the helper has done its work": "run flip",
    "the helper fails": "run flip",
    "the deadline": `kill helper ${leave}, run flip -> BeforeStop until 10000`,
  },
  "in the last hook before the stop, main ended": {
    ...forwards("all"),
    "a stop request": stopToAll,
    "the helper has done its work": "-> Stopping until 10000",
    "the helper fails": "-> Stopping until 10000",
    "the deadline": `kill helper ${flip} -> Stopping until 15000`,
  },
  delaying: {
    ...forwards("group"),
    ...cont,
    "a stop request": stopToGroup,
    "the start fails": "-> Stopping until 10000",
    "the main process ends": "-> Stopping until 10000",
    "the deadline": "watch connections -> Draining until 13000",
  },
  "delaying, main ended before": {
    ...forwards("all"),
    ...last,
    "the start fails": "-> Stopping until 10000",
    "a stop request": stopToAll,
    "the deadline": "watch connections -> Draining until 13000",
  },
  draining: {
    ...forwards("group"),
    ...cont,
    "a stop request": stopToGroup,
    "the start fails": `kill helper ${watcher} -> Stopping until 13000`,
    "the main process ends": `kill helper ${watcher} -> Stopping until 13000`,
    "the helper has done its work": `${stopToGroup} -> Stopping until 13000`,
    "the helper fails": `${stopToGroup} -> Stopping until 13000`,
    "the deadline": `kill helper ${watcher}, ${stopToGroup} -> Stopping until 23000`,
  },
  "stopping, main ended in the drain": {
    ...forwards("all"),
    "a stop request": stopToAll,
    "the deadline": "note survivors, kill all -> Killing until 14000",
    "no child is left": "run tell -> AfterExit until 8000",
    "children are left": stopToAll,
  },
  "after the exit": {
    "the helper has done its work": "exit 3 -> Ended",
    "the helper fails": "exit 3 -> Ended",
    "the deadline": `kill helper ${leave}, exit 3 -> Ended`,
  },
};

testTable("PID 1 with every part of a stop", options, true, states, table);
