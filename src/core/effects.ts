/** What the head orders. The body carries the effects out in their order and empties the queue after every event. */

import { Ending } from "./ending.ts";

/** The kinds of effect; x, y and z of the effect are named behind each. */
export const enum EffectKind {
  /** Starts the command and reports its pid. */
  StartCommand,
  /** Starts helper x (Helper), for a hook the one at index y, and reports its pid; later its end. */
  StartHelper,
  /** Kills the helper x, which is no longer asked for, with its process group. It is no leftover meanwhile. */
  KillHelper,
  /** Sends signal x to target y. Errors but "no such process" are reported back. */
  SendSignal,
  /** Adds the processes that are alive to the ending, as far as there is room, but for the group of the helper x. */
  NoteSurvivors,
  /** Sends SIGKILL to every process that is left. */
  KillAll,
  /** Gives the terminal to the main process's group if lissom's own group holds it. */
  HandOverTerminal,
  /** Stops lissom itself with signal x as a shell expects it, and reports whether it was stopped. */
  SuspendSelf,
  /** Ends lissom with exit code x. The last effect. */
  Exit,
  /** Writes log event `event` with the numbers x, y and z. */
  Log,
}

/** What a process of lissom's own does beside the command. */
export const enum Helper {
  /** Looks whether the programs of all hooks can be run. Exit code 0 or, with a text, another. */
  Check,
  /** Is a hook. */
  Hook,
  /** Waits until no connection is left; exit code 0, or another where connections cannot be seen. */
  Drain,
}

/** One order. Reused: it is valid until the queue is cleared. */
export class Effect {
  /** What the entry is about, for Log; empty for nothing. */
  text: string = "";
  /** The ending of the life that the order belongs to, for Log. */
  ending: Ending | null = null;
  kind: EffectKind = EffectKind.Log;
  event: i32 = 0;
  x: f64 = 0;
  y: f64 = 0;
  z: f64 = 0;
}

/** More than any single event causes; the model tests hold the head to it. */
const CAPACITY: i32 = 16;

/** A queue that never grows. What does not fit is counted, so that a test can prove that nothing ever is. */
export class EffectQueue {
  /** How many effects wait, 0 to 16. */
  length: i32 = 0;
  /** How many did not fit. Always 0 in a correct head. */
  overflow: i32 = 0;
  private readonly slots: Array<Effect> = [];

  /** @param ending of the life that the orders belong to */
  constructor(ending: Ending) {
    for (let i = 0; i < CAPACITY; i++) {
      const effect = new Effect();
      effect.ending = ending;
      this.slots.push(effect);
    }
  }

  /** The effect at an index below `length`. */
  at(index: i32): Effect {
    return this.slots[index] as Effect;
  }

  /** Forgets all effects, after the body has carried them out. */
  clear(): void {
    this.length = 0;
  }

  /** Appends an effect. */
  push(kind: EffectKind, event: i32, x: f64, y: f64, z: f64, text: string): void {
    if (this.length === CAPACITY) {
      this.overflow += 1;
      return;
    }
    const effect = this.slots[this.length] as Effect;
    effect.kind = kind;
    effect.event = event;
    effect.x = x;
    effect.y = y;
    effect.z = z;
    effect.text = text;
    this.length += 1;
  }
}
