import { expect, test } from "vitest";
import { Signal } from "../../src/core/signals.ts";
import { BY_KERNEL, BY_PROCESS, Machine, SELF, SENDER } from "./support/machine.ts";

const all = Array.from({ length: 64 }, (_, index) => index + 1);
/** ILL, TRAP, ABRT, BUS, FPE, SEGV and SYS: the kernel raises them for a fault of the process that gets them. */
const PIPE = 13;
const XFSZ = 25;
const faults = [4, 5, 6, 7, 8, 11, 31];

/** Which of the 64 signals are passed on. */
function passedOn(code: number, senderPid: number): number[] {
  return all.filter((signo) => {
    const machine = new Machine().start();
    const orders = machine.on((supervisor) => supervisor.signal(signo, code, senderPid, machine.nowMs));
    return orders.length > 0;
  });
}

const arriving = all.filter((signo) => ![9, 17, 19].includes(signo));

test("every signal that a process sent is passed on, fault signals among them", () => {
  expect(passedOn(BY_PROCESS, SENDER)).toEqual(all);
});

test("of the signals that the kernel made all but faults of lissom's own are passed on", () => {
  expect(passedOn(BY_KERNEL, 0)).toEqual(all.filter((signo) => !faults.includes(signo)));
});

test("PIPE and XFSZ that lissom's own writes raised are passed on to nobody", () => {
  expect(passedOn(BY_PROCESS, SELF)).toEqual(all.filter((signo) => signo !== PIPE && signo !== XFSZ));
});

test("a signal that lissom's process sent itself before it became lissom is passed on like any other", () => {
  const machine = new Machine().start();
  const orders = machine.on((supervisor) => supervisor.signal(Signal.Term, BY_PROCESS, SELF, machine.nowMs));
  expect(orders).toEqual(["send SIGTERM to group", "send SIGCONT to group"]);
});

test.each(arriving)("signal %d can be mapped to any other and be dropped", (signo) => {
  const other = (signo % 64) + 1;
  const mapped = new Machine([`--map=${signo}=${other}`, "--stop-on=PWR"]).start().signal(signo);
  const direct = new Machine(["--stop-on=PWR"]).start().signal(other);
  expect(mapped[0]).toBe(direct[0]);
  expect(new Machine([`--map=${signo}=none`]).start().signal(signo)).toEqual([]);
});
