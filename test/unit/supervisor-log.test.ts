import { expect, test } from "vitest";
import { Signal } from "../../src/core/signals.ts";
import { BY_PROCESS, exited, MAIN, Machine, ORPHAN, SENDER } from "./support/machine.ts";

const TERM = Signal.Term;

/** A life that meets most events: an orphan, a dropped and a failed signal, a stop with one step, SIGKILL, the end. */
function fullLife(level: string): string[] {
  const machine = new Machine([
    `--log-level=${level}`,
    "--map=HUP=none",
    "--then=QUIT:2s",
    "--exit-map=137=0",
  ]);
  const orders = [
    machine.begin(),
    machine.commandStarts(),
    machine.on((supervisor) => supervisor.childExited(ORPHAN, exited(3), machine.nowMs)),
    machine.signal(Signal.Hup),
    machine.signal(Signal.Quit),
    machine.on((supervisor) => supervisor.sendFailed(Signal.Quit, 1, 1)),
    machine.on((supervisor) => supervisor.mainStopped(Signal.Tstp)),
    machine.signal(TERM),
    machine.deadline(),
    machine.deadline(),
    machine.mainEndsBeforeOthers(Signal.Kill),
    machine.nobodyLeft(),
  ];
  return orders.flat().filter((order) => order.startsWith("log "));
}

const errors: string[] = [];
const warnings = ["log signalFailed 3 1 1", "log stopEscalated 3 2000 0", "log killSent 9 0 0"];
const trace = [
  "log commandStarted 7 0 0",
  "log orphanReaped 8 3 0",
  `log signalReceived 1 ${SENDER} 0`,
  "log signalDropped 1 0 0",
  `log signalReceived 3 ${SENDER} 0`,
  "log signalSent 3 1 0",
  "log signalFailed 3 1 1",
  "log mainStopped 20 0 0",
  "log mainContinued 20 0 0",
  `log signalReceived 15 ${SENDER} 0`,
  `log stopRequested 15 ${SENDER} 10000`,
  "log signalSent 15 1 0",
  "log signalSent 3 1 0",
  "log stopEscalated 3 2000 0",
  "log killSent 9 0 0",
  "log mainExited 137 9 0",
  "log finished 0 2 9",
];
const isDebug = (line: string) => /signalReceived|signalDropped|signalSent/.test(line);
const isTrace = (line: string) => line.includes("orphanReaped");

test("a whole life is told in the order in which it happened", () => {
  expect(fullLife("trace")).toEqual(trace);
});

test("each level tells what is as grave as it or graver, and silent tells nothing", () => {
  expect(fullLife("debug")).toEqual(trace.filter((line) => !isTrace(line)));
  expect(fullLife("info")).toEqual(trace.filter((line) => !isTrace(line) && !isDebug(line)));
  expect(fullLife("warn")).toEqual(warnings);
  expect(fullLife("error")).toEqual(errors);
  expect(fullLife("silent")).toEqual([]);
});

test("a life without anything remarkable is silent at the level that holds when nothing is set", () => {
  const machine = new Machine(["--log-level=warn"]).start();
  const orders = [machine.signal(TERM), machine.mainEnds(), machine.nobodyLeft()];
  expect(orders.flat()).toEqual(["send SIGTERM to group", "send SIGCONT to group", "exit 0"]);
});

test("a start that fails and a process that no signal can end are told as errors", () => {
  const failing = new Machine(["--log-level=error"]);
  failing.begin();
  const failed = failing.on((supervisor) => supervisor.startFailed(126, 8, failing.nowMs));
  expect(failed).toEqual(["log startFailed 126 8 0", "exit 126"]);
  const machine = new Machine(["--log-level=error", "--grace=0"]).start();
  machine.signal(TERM);
  machine.deadline();
  expect(machine.deadline()).toEqual(["log processesUnkillable 1000 0 0", "exit 137"]);
});

test("a stop request before the start is told with the exit code, and the command is not started", () => {
  const machine = new Machine(["--log-level=info"]);
  expect(machine.signal(TERM)).toEqual(["log stopBeforeStart 15 143 0", "log finished 143 4 0", "exit 143"]);
});

test("leftovers are told with the time that they get", () => {
  const told = (words: string[]) =>
    new Machine(["--log-level=info", ...words])
      .start()
      .mainEndsBeforeOthers()
      .filter((order) => order.startsWith("log left"));
  expect(told([])).toEqual(["log leftoversFound 10000 0 0"]);
  expect(told(["--leftovers=kill"])).toEqual(["log leftoversFound 0 0 0"]);
});

test("a signal that only carries on is told with its sender even where it is the main process itself", () => {
  const machine = new Machine(["--log-level=debug"]).start();
  const orders = machine.on((supervisor) => supervisor.signal(Signal.Hup, BY_PROCESS, MAIN, machine.nowMs));
  expect(orders).toEqual([`log signalReceived 1 ${MAIN} 0`, "send SIGHUP to group", "log signalSent 1 1 0"]);
});
