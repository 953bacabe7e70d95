import { EffectKind, EffectQueue, Helper } from "./effects.ts";
import { Ending, Reason } from "./ending.ts";
import { EVENTS, Event, EventSpec } from "./log-events.ts";
import { Settings, Target } from "./settings.ts";
import { Signal } from "./signals.ts";

/** The queue of effects in the supervisor's words. */
export class Orders {
  readonly effects: EffectQueue;
  /** Whether Exit was ordered: nothing follows it. */
  isOver: bool = false;
  /** The levels of the events, apart from their texts: the native body gives the texts' memory back. */
  private readonly levels: Uint8Array = new Uint8Array(EVENTS.length);

  constructor(
    private readonly settings: Settings,
    ending: Ending,
  ) {
    this.effects = new EffectQueue(ending);
    for (let i = 0; i < EVENTS.length; i++) this.levels[i] = (EVENTS[i] as EventSpec).level;
  }

  /** Orders a log entry, unless its level is not asked for. */
  log(event: Event, x: f64, y: f64, z: f64): void {
    this.logAbout("", event, x, y, z);
  }

  /** The same with a text that says what it is about. */
  logAbout(text: string, event: Event, x: f64, y: f64, z: f64): void {
    if (this.isLogged(event)) this.effects.push(EffectKind.Log, event, x, y, z, text);
  }

  /** Whether entries of an event are asked for. */
  isLogged(event: Event): bool {
    return !this.isOver && (this.levels[event] as i32) >= this.settings.logLevel;
  }

  /** Orders something that takes no more than two numbers. */
  order(kind: EffectKind, x: f64, y: f64): void {
    this.effects.push(kind, 0, x, y, 0, "");
  }

  /** Orders a helper; `hook` is the index of a hook, for Helper.Hook. */
  startHelper(helper: Helper, hook: i32): void {
    this.order(EffectKind.StartHelper, helper as f64, hook as f64);
  }

  /** Sends a signal. */
  deliver(signo: i32, target: Target): void {
    this.order(EffectKind.SendSignal, signo as f64, target as f64);
    this.log(Event.SignalSent, signo as f64, target as f64, 0);
  }

  /** A stopped process acts on no signal but KILL, so CONT follows. */
  deliverAndContinue(signo: i32, target: Target): void {
    this.deliver(signo, target);
    this.order(EffectKind.SendSignal, Signal.Cont as f64, target as f64);
  }

  /** Ends lissom. `signo` is what ended the command, or 0. */
  exit(exitCode: i32, reason: Reason, signo: i32): void {
    this.log(Event.Finished, exitCode as f64, reason as f64, signo as f64);
    this.order(EffectKind.Exit, exitCode as f64, 0);
    this.isOver = true;
  }
}
