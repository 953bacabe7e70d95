import { EffectKind } from "../../../src/core/effects.ts";
import type { Fact } from "../../../src/core/ending.ts";
import { Personality } from "../../../src/core/personality.ts";
import { Signal } from "../../../src/core/signals.ts";
import { Supervisor } from "../../../src/core/supervisor.ts";
import { orderText } from "./orders.ts";
import { settingsOf } from "./parse.ts";

/** lissom's own pid in these tests. */
export const SELF = 1;
/** The pid of the main process. */
export const MAIN = 7;
/** The pid of an orphan. */
export const ORPHAN = 8;
/** The pid of the first helper; each one after it has the next. */
export const HELPER = 20;
/** The pid of somebody who sends signals. */
export const SENDER = 99;
/** si_code of a signal that a process sent with kill(2). */
export const BY_PROCESS = 0;
/** si_code of a signal that the kernel made. */
export const BY_KERNEL = 128;
/** The wait status of a process that exited with a code. */
export const exited = (code: number) => code << 8;

/** A supervisor whose clock is advanced by hand and whose effects can be read. Silent unless the words ask for a log. */
export class Machine {
  readonly supervisor: Supervisor;
  nowMs = 50_000;
  /** The pid of the helper that was started last. */
  helperPid = HELPER - 1;

  constructor(
    words: string[] = [],
    isInit = true,
    personality = Personality.Lissom,
    variables: Record<string, string> = {},
  ) {
    const settings =
      personality === Personality.Lissom
        ? settingsOf(["--log-level", "silent", ...words], variables)
        : settingsOf(words, { LISSOM_LOG_LEVEL: "silent", ...variables }, personality);
    this.supervisor = new Supervisor(settings, isInit, SELF);
  }

  /** Lets something happen; a helper that is ordered then runs. @returns the effects, one text each */
  on(happening: (supervisor: Supervisor) => void): string[] {
    happening(this.supervisor);
    const { effects, settings } = this.supervisor;
    const all = Array.from({ length: effects.length }, (_, index) => ({ ...effects.at(index) }));
    effects.clear();
    for (const { kind } of all) if (kind === EffectKind.StartHelper) this.helperStarts();
    return all.map((effect) => orderText(effect, settings.hooks));
  }

  private helperStarts(): void {
    this.helperPid += 1;
    this.supervisor.helperStarted(this.helperPid);
  }

  /** All is set up. */
  begin(): string[] {
    return this.on((supervisor) => supervisor.begin(this.nowMs));
  }

  /** The command that was ordered runs. */
  commandStarts(): string[] {
    return this.on((supervisor) => supervisor.started(MAIN, this.nowMs));
  }

  /** The whole way to a command that runs: every check and hook before it is fine. */
  start(): this {
    let orders = this.begin();
    while (!orders.includes("start command")) orders = this.helperEnds();
    this.commandStarts();
    return this;
  }

  /** Time goes by. */
  pass(ms: number): this {
    this.nowMs += ms;
    return this;
  }

  /** A signal from somebody. */
  signal(signo: number): string[] {
    return this.on((supervisor) => supervisor.signal(signo, BY_PROCESS, SENDER, this.nowMs));
  }

  /** The clock goes on to the deadline. */
  deadline(): string[] {
    if (this.supervisor.deadlineMs !== Infinity) this.nowMs = this.supervisor.deadlineMs;
    return this.on((supervisor) => supervisor.deadlinePassed(this.nowMs));
  }

  /** The main process ends. */
  mainEnds(waitStatus = exited(0)): string[] {
    return this.on((supervisor) => supervisor.childExited(MAIN, waitStatus, this.nowMs));
  }

  /** The main process ends, others are left. */
  mainEndsBeforeOthers(waitStatus = exited(0)): string[] {
    return this.on((supervisor) => {
      supervisor.childExited(MAIN, waitStatus, this.nowMs);
      supervisor.childrenLeft(this.nowMs);
    });
  }

  /** The main process ends, and with it the last. */
  mainEndsLast(waitStatus = exited(0)): string[] {
    return this.on((supervisor) => {
      supervisor.childExited(MAIN, waitStatus, this.nowMs);
      supervisor.noChildren(this.nowMs);
    });
  }

  /** The helper that runs ends. */
  helperEnds(waitStatus = exited(0)): string[] {
    return this.on((supervisor) => supervisor.childExited(this.helperPid, waitStatus, this.nowMs));
  }

  /** The last process has ended. */
  nobodyLeft(): string[] {
    return this.on((supervisor) => supervisor.noChildren(this.nowMs));
  }

  /** Some processes live on. */
  othersLeft(): string[] {
    return this.on((supervisor) => supervisor.childrenLeft(this.nowMs));
  }

  /** The watcher has counted connections. */
  connections(count: number): string[] {
    return this.on((supervisor) => supervisor.connectionsCounted(count));
  }

  /** A number of the ending. */
  fact(fact: Fact): number | undefined {
    return this.supervisor.ending.facts[fact];
  }
}

/** What a stop orders when nothing ends by itself, with the time since the request before each order. */
export function plan(words: string[]): string[] {
  const machine = new Machine(words).start();
  const startMs = machine.nowMs;
  const timed = (orders: string[]) => orders.map((order) => `${machine.nowMs - startMs}: ${order}`);
  const orders = timed(machine.signal(Signal.Term));
  while (machine.supervisor.deadlineMs !== Infinity) orders.push(...timed(machine.deadline()));
  return orders;
}
