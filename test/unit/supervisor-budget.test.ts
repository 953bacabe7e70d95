import { expect, test } from "vitest";
import { Phase } from "../../src/core/phase.ts";
import { Signal } from "../../src/core/signals.ts";
import { exited, HELPER, Machine, plan } from "./support/machine.ts";

const kills = ["note survivors", "kill all"];

test("SIGKILL comes 500 ms before the end of the budget, and lissom leaves what does not end 100 ms before", () => {
  expect(plan(["--budget=4s"]).slice(2)).toEqual([
    "3500: note survivors",
    "3500: kill all",
    "3900: exit 137",
  ]);
});

test("a budget that is longer than the plan changes nothing", () => {
  expect(plan(["--budget=20s", "--grace=2s"])).toEqual(plan(["--grace=2s"]));
});

test.each([
  ["a hook", ["--before-stop=leave"], "kill helper 21"],
  ["the delay", ["--delay=1m"], undefined],
  ["the drain", ["--drain=80", "--drain-timeout=1m"], "kill helper 20"],
  ["a step", ["--grace=1s", "--then=QUIT:1m"], undefined],
])("%s that would last beyond the budget is cut short by SIGKILL", (_, words, kill) => {
  const orders = plan(["--budget=3s", "--hook-timeout=1m", ...words]);
  const last = kill === undefined ? kills : ["note survivors", kill, "kill all"];
  expect(orders.slice(-last.length - 1)).toEqual([
    ...last.map((order) => `2500: ${order}`),
    "2900: exit 137",
  ]);
});

test("everything from the stop request on fits: hooks, delay and drain take from the grace", () => {
  const words = ["--budget=10s", "--before-stop=leave", "--hook-timeout=3s", "--delay=2s", "--drain=80"];
  expect(plan([...words, "--drain-timeout=3s"])).toEqual([
    "0: run leave",
    "3000: kill helper 21",
    "5000: watch connections",
    "8000: kill helper 22",
    "8000: send SIGTERM to group",
    "8000: send SIGCONT to group",
    "9500: note survivors",
    "9500: kill all",
    "9900: exit 137",
  ]);
});

test("the time of the hooks after the exit is set aside, but no more than half of what the others could have", () => {
  const killedAt = (words: string[]) => plan(words).find((order) => order.endsWith("kill all"));
  expect(killedAt(["--budget=10s", "--after-exit=tell", "--hook-timeout=2s"])).toBe("7500: kill all");
  expect(killedAt(["--budget=10s", "--after-exit=tell"])).toBe("4750: kill all");
  const two = ["--after-exit=tell", "--after-exit=note"];
  expect(killedAt(["--budget=10s", ...two, "--hook-timeout=2s"])).toBe("5500: kill all");
});

test("hooks after the exit have what is left of the budget but 500 ms, and those without time are left out once", () => {
  const machine = new Machine([
    "--budget=5s",
    "--after-exit=tell",
    "--after-exit=note",
    "--after-exit=more",
    "--log-level=warn",
  ]).start();
  const startMs = machine.nowMs;
  machine.signal(Signal.Term);
  machine.pass(1000).mainEndsLast();
  expect(machine.supervisor.deadlineMs).toBe(startMs + 4500);
  machine.pass(3000).helperEnds();
  expect(machine.supervisor.deadlineMs).toBe(startMs + 4500);
  expect(machine.deadline()).toEqual([
    "log hookTimedOut 5000 0 0 about note",
    `kill helper ${HELPER + 2}`,
    "log hookSkipped 0 0 0 about more",
    "exit 0",
  ]);
});

test("processes that SIGKILL does not end take the time of the hooks after the exit", () => {
  expect(plan(["--budget=3s", "--after-exit=tell"]).slice(-4)).toEqual([
    "1250: kill all",
    "2250: run tell",
    "2500: kill helper 21",
    "2500: exit 137",
  ]);
});

test("the budget counts from the stop of leftovers on, if that is under way when a stop is asked for", () => {
  const machine = new Machine(["--budget=3s"]).start();
  const startMs = machine.nowMs;
  machine.mainEndsBeforeOthers();
  machine.pass(1000).signal(Signal.Term);
  expect(machine.supervisor.deadlineMs).toBe(startMs + 2500);
});

test("a stop that is asked for while leftovers are being killed ends within its budget", () => {
  const machine = new Machine(["--budget=600ms", "--leftovers=kill"]).start();
  machine.mainEndsBeforeOthers();
  machine.pass(10).signal(Signal.Term);
  expect([machine.supervisor.phase, machine.supervisor.deadlineMs]).toEqual([
    Phase.Killing,
    machine.nowMs + 500,
  ]);
});

test("a stop that is asked for after the exit gives the hooks no more than the budget", () => {
  const machine = new Machine(["--budget=2s", "--after-exit=tell", "--after-exit=note"]).start();
  machine.mainEndsLast();
  machine.pass(100).signal(Signal.Term);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 1500);
  machine.deadline();
  expect(machine.supervisor.phase).toBe(Phase.Ended);
});

test("the budget holds for a hook before the start that is stopped", () => {
  const machine = new Machine(["--budget=2s", "--before-start=migrate"]);
  machine.begin();
  machine.helperEnds();
  machine.signal(Signal.Term);
  expect(machine.supervisor.deadlineMs).toBe(machine.nowMs + 1500);
  expect(machine.deadline()).toEqual(["note survivors", "kill helper 21", "kill all"]);
});

test("a clock that stood still past the whole budget leads to SIGKILL at once, whatever was under way", () => {
  for (const words of [["--delay=1s"], ["--before-stop=leave"], ["--drain=80"], ["--then=QUIT:1s"]]) {
    const machine = new Machine(["--budget=5s", "--grace=1s", ...words]).start();
    machine.signal(Signal.Term);
    machine.pass(60_000);
    expect(machine.on((supervisor) => supervisor.deadlinePassed(machine.nowMs))).toContain("kill all");
  }
});

test("the end of the main process before the end of the budget ends the stop as always", () => {
  const machine = new Machine(["--budget=5s"]).start();
  machine.signal(Signal.Term);
  expect(machine.mainEndsLast(exited(0))).toEqual(["exit 0"]);
});
