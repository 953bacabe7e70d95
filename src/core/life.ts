/** The state of a life, and its moves from phase to phase; phase.ts has the table. */
import { EffectKind, EffectQueue, Helper } from "./effects.ts";
import { Ending, Fact, Reason } from "./ending.ts";
import { findHook, Hook, HookTime, hasHook } from "./hook.ts";
import { Event } from "./log-events.ts";
import { Orders } from "./orders.ts";
import { Phase } from "./phase.ts";
import { Settings, StopStep, Target } from "./settings.ts";
import { Signal } from "./signals.ts";
import { KILL_WAIT_MS, Timetable } from "./timetable.ts";
import { ExitCode } from "./wait-status.ts";

/** Which event makes which move is the supervisor's to say. */
export class Life {
  readonly ending: Ending;
  /** The orders of the last event; the body carries them out and clears the queue. */
  readonly effects: EffectQueue;
  phase: Phase = Phase.Starting;
  /** The main process, or 0 before it starts and once it was reaped. */
  mainPid: i32 = 0;
  /** The helper: a process of lissom's own, above 0, or a task of the body, below; 0 where none is asked for. */
  helperPid: i32 = 0;
  /** Whether a helper was ordered, and its end would count. */
  protected awaitsHelper: bool = false;
  /** What lissom exits with, as far as it is known. */
  exitCode: i32 = ExitCode.OwnFailure;
  /** The signal that ended the main process, or 0. */
  mainSigno: i32 = 0;
  /** The signal of the first stop request, or 0. */
  requestSigno: i32 = 0;
  protected readonly timetable: Timetable;
  protected readonly orders: Orders;
  /** The signal that the stop sends. */
  protected stopSigno: i32 = Signal.Term;
  protected isStopSent: bool = false;
  protected leftoversSeen: bool = false;
  /** Whether the stop came to SIGKILL, be it one of its steps. */
  protected hasKilled: bool = false;
  /** Whether the main process has ended while the hooks before the stop ran: nothing is left to wait for. */
  private endedBeforeStop: bool = false;
  private nextStep: i32 = 0;
  /** The hook that runs, or ran last, of those of its time. */
  private hook: i32 = -1;
  private connections: i32 = -1;
  /** Whether something was started that after-exit hooks may have to tidy up behind. */
  protected hasBegun: bool = false;

  constructor(readonly settings: Settings) {
    // AssemblyScript lets nobody read a field before all are there.
    const ending = new Ending();
    const orders = new Orders(settings, ending);
    this.ending = ending;
    this.timetable = new Timetable(settings, ending);
    this.orders = orders;
    this.effects = orders.effects;
  }

  /** When to call deadlinePassed, in the clock of the events' nowMs; Infinity for never. */
  get deadlineMs(): f64 {
    return this.timetable.deadlineMs;
  }

  protected prepare(nowMs: f64): void {
    this.phase = Phase.Preparing;
    if (hasHook(this.settings.hooks, HookTime.BeforeStart)) this.timetable.enter(Fact.BeforeStart, nowMs);
    if (this.settings.hooks.length > 0) this.startHelper(Helper.Check, -1);
    else this.startCommand();
  }

  /** The hooks were checked, or one has done its work. */
  protected prepareNext(): void {
    this.hook = findHook(this.settings.hooks, HookTime.BeforeStart, this.hook + 1);
    if (this.hook < 0) this.startCommand();
    else this.startHook(Infinity);
  }

  /** A hook cannot be run, or has failed. What others of them left behind is stopped as leftovers are. */
  protected failPreparation(exitCode: i32, signo: i32, nowMs: f64): void {
    this.exitCode = this.hasBegun ? exitCode : this.settings.ownFailureCode;
    if (this.hasBegun) this.logHook(Event.BeforeStartFailed, exitCode as f64, signo as f64);
    else this.orders.log(Event.HookMissing, 0, 0, 0);
    this.endWithoutCommand(nowMs);
  }

  /** What the hooks before the start left behind is to be stopped first: the body tells of it. */
  protected endWithoutCommand(nowMs: f64): void {
    this.ending.reason = Reason.StartFailed;
    const isAlone = !this.hasBegun || !hasHook(this.settings.hooks, HookTime.BeforeStart);
    if (this.phase === Phase.BeforeStop || (!isAlone && this.phase > Phase.Running)) this.loseMain(nowMs);
    else if (isAlone) this.finish(nowMs);
    else this.phase = Phase.Running;
  }

  /** A stop request while there is no command yet: there never will be. */
  protected stopPreparation(mapped: i32, nowMs: f64): void {
    this.ending.reason = Reason.StartFailed;
    this.stopSigno = mapped;
    // What only looks has nothing to end gracefully; a hook is among the processes that get the signal.
    if (this.hasBegun) this.awaitsHelper = false;
    else this.killHelper();
    this.sendStop(nowMs);
  }

  /** The first move of a stop. */
  protected beginStop(mapped: i32, nowMs: f64): void {
    this.stopSigno = mapped;
    this.hook = -1;
    this.phase = Phase.BeforeStop;
    if (hasHook(this.settings.hooks, HookTime.BeforeStop)) this.timetable.enter(Fact.BeforeStop, nowMs);
    this.runNextHook(nowMs);
  }

  /** The next hook of those before the stop or after the exit, or what comes behind them. */
  protected runNextHook(nowMs: f64): void {
    const isLast = this.phase === Phase.AfterExit;
    const time = isLast ? HookTime.AfterExit : HookTime.BeforeStop;
    const next = findHook(this.settings.hooks, time, this.hook + 1);
    if (next < 0) {
      if (isLast) this.leave(nowMs);
      else this.delay(nowMs);
      return;
    }
    this.hook = next;
    if (!isLast) {
      this.timetable.allow(nowMs, this.settings.hookTimeoutMs);
    } else if (!this.timetable.allowLastHook(nowMs)) {
      this.logHook(Event.HookSkipped, 0, 0);
      this.leave(nowMs);
      return;
    }
    this.startHook(this.settings.hookTimeoutMs);
  }

  private startHook(timeoutMs: f64): void {
    this.hasBegun = true;
    this.logHook(Event.HookStarted, timeoutMs, 0);
    this.startHelper(Helper.Hook, this.hook);
  }

  private startCommand(): void {
    this.orders.order(EffectKind.StartCommand, 0, 0);
  }

  private delay(nowMs: f64): void {
    if (this.endedBeforeStop) {
      this.stopRest(nowMs);
    } else if (this.settings.delayMs > 0) {
      this.phase = Phase.Delaying;
      this.timetable.enter(Fact.Delay, nowMs);
      this.timetable.allow(nowMs, this.settings.delayMs);
    } else {
      this.drain(nowMs);
    }
  }

  private drain(nowMs: f64): void {
    const settings = this.settings;
    if (settings.drainPorts.length === 0) {
      this.sendStop(nowMs);
      return;
    }
    this.phase = Phase.Draining;
    this.timetable.enter(Fact.Drain, nowMs);
    this.timetable.allow(nowMs, settings.drainLimitMs());
    this.startHelper(Helper.Drain, -1);
  }

  /** The stop signal, and the grace. */
  protected sendStop(nowMs: f64): void {
    this.beginGrace(this.phase === Phase.Running ? Fact.Leftovers : Fact.Stopping, nowMs);
    this.isStopSent = true;
    if (this.mainPid === 0) this.leftoversSeen = true;
    this.orders.deliverAndContinue(this.stopSigno, this.target());
  }

  /** The main process has ended: a stop that has not signalled yet passes over the waits that were for its sake. */
  protected loseMain(nowMs: f64): void {
    if (this.phase === Phase.Delaying || this.phase === Phase.Draining) this.stopRest(nowMs);
    else if (this.phase === Phase.BeforeStop) this.endedBeforeStop = true;
  }

  /** The main process has ended before the stop signal: what it left behind, if anything, gets the signal. */
  private stopRest(nowMs: f64): void {
    this.killHelper();
    this.beginGrace(Fact.Leftovers, nowMs);
  }

  private beginGrace(part: Fact, nowMs: f64): void {
    this.phase = Phase.Stopping;
    this.timetable.enter(part, nowMs);
    this.timetable.allow(nowMs, this.settings.graceMs);
  }

  /** How many connections the drain waits for, as they are counted. */
  connectionsCounted(count: i32): void {
    if (this.phase !== Phase.Draining) return;
    if (this.connections <= 0 && count > 0) this.orders.log(Event.DrainStarted, count as f64, 0, 0);
    this.connections = count;
  }

  /**
   * The part that is under way is over: its time is, or it was cut short.
   * @param hookEvent what to say of a hook that is killed
   */
  protected endPart(hookEvent: Event, nowMs: f64): void {
    if (this.phase === Phase.BeforeStop || this.phase === Phase.AfterExit) {
      this.logHook(hookEvent, this.settings.hookTimeoutMs, 0);
      this.killHelper();
      this.runNextHook(nowMs);
    } else if (this.phase === Phase.Delaying) {
      this.drain(nowMs);
    } else if (this.phase === Phase.Draining) {
      this.cutConnections();
      this.killHelper();
      this.sendStop(nowMs);
    } else if (this.phase === Phase.Killing) {
      if (this.mainPid !== 0) this.ending.reason = Reason.KilledAfterGrace;
      this.orders.log(Event.ProcessesUnkillable, KILL_WAIT_MS, 0, 0);
      this.finish(nowMs);
    } else if (this.nextStep < this.settings.steps.length) {
      const step = this.settings.steps[this.nextStep] as StopStep;
      this.nextStep += 1;
      this.hasKilled = step.signo === Signal.Kill;
      this.timetable.allow(nowMs, step.waitMs);
      this.orders.deliverAndContinue(step.signo, this.target());
      this.orders.log(Event.StopEscalated, step.signo as f64, step.waitMs, 0);
    } else {
      this.killLate(nowMs);
    }
  }

  private cutConnections(): void {
    const count = this.connections;
    if (count > 0) this.ending.facts[Fact.ConnectionsCut] = count as f64;
    if (count !== 0) this.orders.log(Event.ConnectionsCut, count as f64, 0, 0);
  }

  /** SIGKILL, as the time for anything else is over. */
  protected killLate(nowMs: f64): void {
    if (this.phase === Phase.Draining) this.cutConnections();
    else if (this.phase === Phase.BeforeStop) this.logHook(Event.HookSkipped, 0, 0);
    this.orders.order(EffectKind.NoteSurvivors, this.awaitsHelper ? (this.helperPid as f64) : 0, 0);
    this.kill(nowMs);
    this.orders.log(Event.KillSent, Signal.Kill as f64, 0, 0);
  }

  protected kill(nowMs: f64): void {
    this.killHelper();
    this.hasKilled = true;
    this.phase = Phase.Killing;
    this.timetable.enter(Fact.Killing, nowMs);
    this.timetable.allowVanishing(nowMs);
    this.orders.order(EffectKind.KillAll, 0, 0);
  }

  /** All is over but for the hooks that come last. */
  protected finish(nowMs: f64): void {
    this.killHelper();
    this.hook = -1;
    this.phase = Phase.AfterExit;
    if (this.hasBegun && hasHook(this.settings.hooks, HookTime.AfterExit)) {
      this.timetable.enter(Fact.AfterExit, nowMs);
      this.runNextHook(nowMs);
    } else {
      this.leave(nowMs);
    }
  }

  /** Lissom ends. */
  protected leave(nowMs: f64): void {
    this.killHelper();
    this.timetable.leave(nowMs);
    this.orders.exit(this.exitCode, this.ending.reason, this.mainSigno);
    this.phase = Phase.Ended;
  }

  protected target(): Target {
    return this.mainPid !== 0 ? this.settings.to : Target.All;
  }

  protected killHelper(): void {
    if (this.helperPid !== 0) this.orders.order(EffectKind.KillHelper, this.helperPid as f64, 0);
    this.forgetHelper();
  }

  private startHelper(helper: Helper, hook: i32): void {
    this.awaitsHelper = true;
    this.orders.startHelper(helper, hook);
  }

  /** The end of the helper, if there is one, counts no more. */
  protected forgetHelper(): void {
    this.awaitsHelper = false;
    this.helperPid = 0;
  }

  protected logHook(event: Event, x: f64, y: f64): void {
    const text = this.hook < 0 ? "" : (this.settings.hooks[this.hook] as Hook).text;
    this.orders.logAbout(text, event, x, y, 0);
  }
}
