/** What the head orders. The body carries the effects out in their order and empties the queue after every event. */

/** The kinds of effect; x, y and z of the effect are named behind each. */
export const enum EffectKind {
  /** Sends signal x to target y. Errors but "no such process" are reported back. */
  SendSignal,
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

/** One order. Reused: it is valid until the queue is cleared. */
export class Effect {
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

  constructor() {
    for (let i = 0; i < CAPACITY; i++) this.slots.push(new Effect());
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
  push(kind: EffectKind, event: i32, x: f64, y: f64, z: f64): void {
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
    this.length += 1;
  }
}
