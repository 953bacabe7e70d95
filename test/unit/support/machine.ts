import { type Effect, EffectKind } from "../../../src/core/effects.ts";
import { EVENTS, targetName } from "../../../src/core/log-events.ts";
import { Personality } from "../../../src/core/personality.ts";
import { writeSignal } from "../../../src/core/signals.ts";
import { Supervisor } from "../../../src/core/supervisor.ts";
import { textOf } from "./bytes.ts";
import { settingsOf } from "./parse.ts";

/** lissom's own pid in these tests. */
export const SELF = 1;
/** The pid of the main process. */
export const MAIN = 7;
/** The pid of an orphan. */
export const ORPHAN = 8;
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

  constructor(words: string[] = [], isInit = true, personality = Personality.Lissom) {
    const settings =
      personality === Personality.Lissom
        ? settingsOf(["--log-level", "silent", ...words])
        : settingsOf(words, { LISSOM_LOG_LEVEL: "silent" }, personality);
    this.supervisor = new Supervisor(settings, isInit, SELF);
  }

  /** Lets something happen. @returns the effects, one text each */
  on(happening: (supervisor: Supervisor) => void): string[] {
    happening(this.supervisor);
    const effects = this.supervisor.effects;
    const orders = Array.from({ length: effects.length }, (_, index) => order(effects.at(index)));
    effects.clear();
    return orders;
  }

  /** The command starts. */
  start(): this {
    this.on((supervisor) => supervisor.started(MAIN));
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

  /** The main process ends, others are left. */
  mainEndsBeforeOthers(waitStatus = exited(0)): string[] {
    return this.on((supervisor) => {
      supervisor.childExited(MAIN, waitStatus);
      supervisor.childrenLeft(this.nowMs);
    });
  }
}

/** An effect as a text: `send SIGTERM to group`, `kill all`, `exit 3`, `log mainExited 3 0 0`. */
function order(effect: Effect): string {
  const { kind, event, x, y, z } = effect;
  const signal = () => textOf((out) => writeSignal(out, x));
  if (kind === EffectKind.SendSignal) return `send ${signal()} to ${targetName(y)}`;
  if (kind === EffectKind.KillAll) return "kill all";
  if (kind === EffectKind.HandOverTerminal) return "hand over terminal";
  if (kind === EffectKind.SuspendSelf) return `suspend with ${signal()}`;
  if (kind === EffectKind.Exit) return `exit ${x}`;
  return `log ${EVENTS[event]?.name} ${x} ${y} ${z}`;
}
