import { expect, test } from "vitest";
import { Personality } from "../../src/core/personality.ts";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, Machine, ORPHAN } from "./support/machine.ts";
import { settingsOf } from "./support/parse.ts";

const Tini = Personality.Tini;
const DumbInit = Personality.DumbInit;
const Catatonit = Personality.Catatonit;
const as = (personality: Personality, words: string[] = [], isInit = true) =>
  new Machine(words, isInit, personality);

test.each([
  [Tini, [], "child"],
  [Tini, ["-g"], "group"],
  [DumbInit, [], "group"],
  [DumbInit, ["-c"], "child"],
  [Catatonit, [], "child"],
  [Catatonit, ["-g"], "group"],
])(
  "personality %i with %j sends each signal to the original's target, and a stop has no deadline",
  (whose, words, to) => {
    const machine = as(whose, words).start();
    expect(machine.signal(Signal.Hup)).toEqual([`send SIGHUP to ${to}`]);
    expect(machine.signal(Signal.Term)).toEqual([`send SIGTERM to ${to}`, `send SIGCONT to ${to}`]);
    expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([Phase.Stopping, Infinity]);
  },
);

test("under the name of tini or catatonit lissom ends with the command, whatever is left", () => {
  for (const personality of [Tini, Catatonit])
    expect(as(personality).start().mainEndsBeforeOthers(exited(3))).toEqual(["exit 3"]);
});

test("under the name of tini or catatonit lissom ends with the command also in the middle of a stop", () => {
  for (const personality of [Tini, Catatonit]) {
    const machine = as(personality).start();
    machine.signal(Signal.Term);
    expect(machine.mainEndsBeforeOthers(15)).toEqual(["exit 143"]);
  }
});

test("under the name of dumb-init what is left of the session's group gets TERM when the command ends", () => {
  const machine = as(DumbInit).start();
  const orders = machine.mainEnds(exited(3));
  expect(orders).toEqual([expect.stringMatching(/^send SIGTERM to /)]);
  expect(machine.othersLeft()).toEqual(["exit 3"]);
});

test("that TERM is mapped as one from outside is, and -c sends none", () => {
  const end = (words: string[]) => as(DumbInit, words).start().mainEndsBeforeOthers(exited(0));
  expect(end(["-r15:3"])[0]).toMatch(/^send SIGQUIT to /);
  expect(end(["-c"])).toEqual(["exit 0"]);
});

test("a TERM that is dropped by -r is not sent when the command ends either", () => {
  const orders = as(DumbInit, ["-r15:0"]).start().mainEndsBeforeOthers(exited(0));
  expect(orders).toEqual(["exit 0"]);
});

test("under the name of dumb-init a terminal stop becomes STOP for the group, and then for lissom itself", () => {
  for (const signo of [Signal.Tstp, Signal.Ttin, Signal.Ttou]) {
    const machine = as(DumbInit, [], false).start();
    expect(machine.signal(signo)).toEqual(["send SIGSTOP to group", "suspend with SIGSTOP"]);
  }
});

test("with a session of its own the command's stop does not suspend lissom, since no shell sees the command", () => {
  const machine = as(DumbInit, [], false).start();
  expect(machine.on((supervisor) => supervisor.mainStopped(Signal.Tstp))).toEqual([]);
  const single = as(DumbInit, ["-c"], false).start();
  expect(single.on((supervisor) => supervisor.mainStopped(Signal.Tstp))).toEqual(["suspend with SIGTSTP"]);
});

test.each([Signal.Term, Signal.Int])("catatonit -P runs until signal %d, and exits with 0", (signo) => {
  const machine = as(Catatonit, ["-P"]);
  machine.on((supervisor) => supervisor.paused());
  expect(machine.on((supervisor) => supervisor.childExited(ORPHAN, exited(9), machine.nowMs))).toEqual([]);
  expect(machine.nobodyLeft()).toEqual([]);
  expect(machine.othersLeft()).toEqual([]);
  expect(machine.signal(Signal.Hup)).toEqual([]);
  expect(machine.signal(signo)).toEqual(["exit 0"]);
});

test.each([
  [Personality.Lissom, 127, 126, 125],
  [Tini, 127, 126, 1],
  [DumbInit, 2, 2, 1],
  [Catatonit, 1, 1, 1],
])(
  "personality %i exits with %i, %i or %i where the command is missing, cannot be run, or there is no process",
  (whose, ...codes) => {
    const { ownFailureCode } = settingsOf([], {}, whose);
    const seen = [127, 126, ownFailureCode].map((code) => {
      const machine = as(whose);
      machine.begin();
      return machine.on((supervisor) => supervisor.startFailed(code, 2, machine.nowMs));
    });
    expect(seen.flat()).toEqual(codes.map((code) => `exit ${code}`));
  },
);

test("the exit map holds for a stop before the start too", () => {
  expect(as(Tini, ["-e143"]).signal(Signal.Term)).toEqual(["exit 0"]);
  expect(new Machine(["--exit-map=143=9"]).signal(Signal.Term)).toEqual(["exit 9"]);
});

test("tini -w warns of each orphan, in the words that people search for, and without it nothing is said", () => {
  const reaped = (words: string[]) => {
    const machine = new Machine(words, true, Tini);
    machine.supervisor.settings.logLevel = 40;
    machine.start();
    return machine.on((supervisor) => supervisor.childExited(ORPHAN, exited(0), machine.nowMs));
  };
  expect(reaped(["-w"])).toEqual([`log zombieReaped ${ORPHAN} 0 0`]);
  expect(reaped([])).toEqual([]);
});

test("with LISSOM_GRACE and LISSOM_LEFTOVERS a personality stops as lissom does", () => {
  const variables = { LISSOM_GRACE: "20s", LISSOM_LEFTOVERS: "stop", LISSOM_LOG_LEVEL: "silent" };
  const machine = new Machine([], true, Tini, variables);
  machine.start();
  machine.signal(Signal.Term);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 20_000);
  expect(machine.deadline()).toEqual(["note survivors", "kill all"]);
});
