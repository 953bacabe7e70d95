/**
 * The state machine of the supervision. Events come in as calls, effects go out through the queue; it reads no clock
 * and allocates nothing, so that any order of events can be replayed.
 *
 * The state is the phase, and whether the main process lives:
 *
 *   phase     main   meaning                               left by
 *   Starting  no     options are known, nothing runs       started; a stop request or startFailed -> Ended
 *   Paused    no     there is no command, only reaping     stop request -> Ended
 *   Running   lives  no stop was asked for                 stop request -> Stopping; mainExited -> Running without main
 *   Running   ended  leftovers are looked at, or waited    noChildren -> Ended; leftovers `stop` -> Stopping, `kill`
 *                    for (`wait`)                          -> Killing, `leave` -> Ended; stop request -> Stopping
 *   Stopping  either a deadline runs: the grace, then      deadline: next step, or Killing behind the last;
 *                    each step's wait                      noChildren -> Ended
 *   Killing   either SIGKILL went to all that is left      noChildren -> Ended; deadline -> Ended
 *   Ended     -      Exit was ordered, nothing counts      -
 *
 * Only a deadline or the end of the last process moves a stop on. Other events forward signals and change no timer,
 * so a stop takes at most the grace, the waits of its steps, and KILL_WAIT_MS.
 */
import { EffectKind, EffectQueue } from "./effects.ts";
import { EVENTS, Event, EventSpec } from "./log-events.ts";
import { DROP, Leftovers, Settings, StopStep, Target } from "./settings.ts";
import { isFault, isTerminalStop, Signal } from "./signals.ts";
import { ExitCode, endSignal, exitCodeOf } from "./wait-status.ts";

/** The phases of the state table above. */
export const enum Phase {
  Starting,
  Paused,
  Running,
  Stopping,
  Killing,
  Ended,
}

/** How long processes get to vanish after SIGKILL, in milliseconds; one in an uninterruptible wait never does. */
export const KILL_WAIT_MS: f64 = 1000;

/** Decides what happens to one command from its start to the end of its last process. */
export class Supervisor {
  /** The orders of the last event; the body carries them out and clears the queue. */
  readonly effects: EffectQueue = new EffectQueue();
  phase: Phase = Phase.Starting;
  /** The main process, or 0 before it starts and once it was reaped. */
  mainPid: i32 = 0;
  /** When to call deadlinePassed, in the clock of the events' nowMs; Infinity for never. */
  deadlineMs: f64 = Infinity;
  /** What lissom exits with, as far as it is known. */
  exitCode: i32 = ExitCode.OwnFailure;
  /** The levels of the events, apart from their texts: the native body gives the texts' memory back. */
  private readonly levels: Uint8Array = new Uint8Array(EVENTS.length);
  private nextStep: i32 = 0;
  private stopSigno: i32 = Signal.Term;
  private leftoversSeen: bool = false;
  private saidNoProcessTable: bool = false;

  /** @param isInit whether lissom is PID 1 of its namespace @param selfPid lissom's own pid */
  constructor(
    readonly settings: Settings,
    readonly isInit: bool,
    readonly selfPid: i32,
  ) {
    for (let i = 0; i < EVENTS.length; i++) this.levels[i] = (EVENTS[i] as EventSpec).level;
  }

  /** The command runs as process `pid`, which leads a group of its own. */
  started(pid: i32): void {
    if (this.phase !== Phase.Starting) return;
    this.mainPid = pid;
    this.phase = Phase.Running;
    this.exitCode = ExitCode.SignalBase + Signal.Kill;
    this.log(Event.CommandStarted, pid as f64, 0, 0);
  }

  /** There is no command: lissom reaps until a stop is asked for, and exits with 0. */
  paused(): void {
    if (this.phase === Phase.Starting) this.phase = Phase.Paused;
  }

  /** The command could not be run. `exitCode` is 125, 126 or 127, `errno` the reason as the kernel gave it. */
  startFailed(exitCode: i32, errno: i32): void {
    this.mainPid = 0;
    const foreign = this.settings.startFailureCode;
    this.exitCode = foreign !== 0 && exitCode >= ExitCode.NotRunnable ? foreign : exitCode;
    this.log(Event.StartFailed, this.exitCode as f64, errno as f64, 0);
    this.end();
  }

  /** Whether `signal` has to be told the time for this signal, so that the body can spare the system call. */
  needsTime(signo: i32): bool {
    return this.phase === Phase.Running && this.settings.isStopRequest(signo);
  }

  /**
   * A signal arrived.
   * @param code si_code of siginfo_t: above 0 the kernel made the signal, else a process did
   * @param senderPid 0 where unknown or outside the namespace
   * @param nowMs monotonic milliseconds; read only where needsTime(signo)
   */
  signal(signo: i32, code: i32, senderPid: i32, nowMs: f64): void {
    if (this.phase === Phase.Ended) return;
    // A write of ours to a broken pipe, or over the file size limit, raises PIPE or XFSZ in lissom itself.
    if (senderPid === this.selfPid && code <= 0 && (signo === Signal.Pipe || signo === Signal.Xfsz)) return;
    if (code > 0 && isFault(signo)) return;
    this.log(Event.SignalReceived, signo as f64, senderPid as f64, 0);
    const mapped = this.settings.map[signo] as i32;
    if (mapped === DROP) {
      this.log(Event.SignalDropped, signo as f64, 0, 0);
      return;
    }
    const isStopRequest = this.settings.isStopRequest(signo);
    if (this.phase === Phase.Starting) {
      if (isStopRequest) this.stopBeforeStart(signo);
      return;
    }
    if (this.phase === Phase.Paused) {
      if (isStopRequest) this.endPause();
      return;
    }
    if (mapped === Signal.Cont && !this.isInit) this.effects.push(EffectKind.HandOverTerminal, 0, 0, 0, 0);
    const begins = isStopRequest && this.phase === Phase.Running;
    if (begins) this.log(Event.StopRequested, signo as f64, senderPid as f64, this.settings.graceMs);
    if (isStopRequest) this.deliverAndContinue(mapped, this.target());
    else this.deliver(mapped, this.target());
    if (begins) {
      this.stopSigno = mapped;
      this.beginStop(nowMs);
    }
    if (this.settings.suspendsSelf && isTerminalStop(signo)) {
      this.effects.push(EffectKind.SuspendSelf, 0, Signal.Stop as f64, 0, 0);
    }
  }

  /** The deadline was reached. Called too early, it does nothing. */
  deadlinePassed(nowMs: f64): void {
    if (nowMs < this.deadlineMs) return;
    if (this.phase === Phase.Killing) {
      this.log(Event.ProcessesUnkillable, KILL_WAIT_MS, 0, 0);
      this.end();
    } else if (this.nextStep < this.settings.steps.length) {
      const step = this.settings.steps[this.nextStep] as StopStep;
      this.nextStep += 1;
      this.deadlineMs = nowMs + step.waitMs;
      this.deliverAndContinue(step.signo, this.target());
      this.log(Event.StopEscalated, step.signo as f64, step.waitMs, 0);
    } else {
      this.kill(nowMs);
      this.log(Event.KillSent, Signal.Kill as f64, 0, 0);
    }
  }

  /** A child was reaped: the main process or an orphan. */
  childExited(pid: i32, waitStatus: i32): void {
    const code = exitCodeOf(waitStatus);
    const signo = endSignal(waitStatus);
    if (pid !== this.mainPid) {
      if (this.settings.warnsReaped) this.log(Event.ZombieReaped, pid as f64, 0, 0);
      else this.log(Event.OrphanReaped, pid as f64, code as f64, signo as f64);
      return;
    }
    this.mainPid = 0;
    this.exitCode = this.settings.exitMap[code] as i32;
    this.log(Event.MainExited, code as f64, signo as f64, 0);
    const lastSigno = this.settings.map[Signal.Term] as i32;
    if (this.settings.termAtEnd && lastSigno !== DROP) this.deliver(lastSigno, Target.Rest);
  }

  /** No child is left. */
  noChildren(): void {
    if (this.mainPid === 0 && this.phase !== Phase.Starting && this.phase !== Phase.Paused) this.end();
  }

  /** Children are left after all that had ended were reaped. Call it while mainPid is 0. */
  childrenLeft(nowMs: f64): void {
    if (this.mainPid !== 0 || this.phase < Phase.Running || this.phase === Phase.Ended) return;
    if (this.settings.leftovers === Leftovers.Leave) {
      this.end();
      return;
    }
    if (this.phase === Phase.Killing) {
      // Only kill(-1) is atomic; a walk over /proc may have missed a process that was being made.
      if (!this.isInit) this.effects.push(EffectKind.KillAll, 0, 0, 0, 0);
      return;
    }
    if (this.leftoversSeen) return;
    this.leftoversSeen = true;
    const leftovers = this.settings.leftovers;
    this.log(Event.LeftoversFound, leftovers === Leftovers.Stop ? this.settings.graceMs : 0, 0, 0);
    if (leftovers === Leftovers.Kill) this.kill(nowMs);
    else if (this.phase === Phase.Stopping) this.stopOutsiders();
    else if (leftovers === Leftovers.Stop) this.stopLeftovers(nowMs);
  }

  /** The main process was stopped by a signal, and lives. */
  mainStopped(signo: i32): void {
    if (this.mainPid === 0) return;
    this.log(Event.MainStopped, signo as f64, 0, 0);
    if (this.isInit) this.continueMain(signo);
    else if (this.phase === Phase.Running && isTerminalStop(signo) && !this.settings.session)
      this.effects.push(EffectKind.SuspendSelf, 0, signo as f64, 0, 0);
  }

  /** The kernel did not let lissom suspend itself: no shell is there that could resume it. */
  suspendRefused(signo: i32): void {
    this.continueMain(signo);
  }

  /** A signal could not be sent, for another reason than that its target is gone. */
  sendFailed(signo: i32, target: Target, errno: i32): void {
    this.log(Event.SignalFailed, signo as f64, target as f64, errno as f64);
  }

  /** /proc is needed to find the descendants and cannot be read. Said once. */
  processTableMissing(): void {
    if (!this.saidNoProcessTable) this.log(Event.NoProcessTable, 0, 0, 0);
    this.saidNoProcessTable = true;
  }

  /** Orders a log entry, unless its level is not asked for, or Exit was ordered. */
  log(event: Event, x: f64, y: f64, z: f64): void {
    if (this.phase !== Phase.Ended && (this.levels[event] as i32) >= this.settings.logLevel)
      this.effects.push(EffectKind.Log, event, x, y, z);
  }

  private target(): Target {
    return this.mainPid !== 0 ? this.settings.to : Target.All;
  }

  private deliver(signo: i32, target: Target): void {
    this.effects.push(EffectKind.SendSignal, 0, signo as f64, target as f64, 0);
    this.log(Event.SignalSent, signo as f64, target as f64, 0);
  }

  /** A stopped process acts on no signal but KILL, so CONT follows. */
  private deliverAndContinue(signo: i32, target: Target): void {
    this.deliver(signo, target);
    this.effects.push(EffectKind.SendSignal, 0, Signal.Cont as f64, target as f64, 0);
  }

  private beginStop(nowMs: f64): void {
    this.phase = Phase.Stopping;
    this.deadlineMs = nowMs + this.settings.graceMs;
    if (this.mainPid === 0) this.leftoversSeen = true;
  }

  private stopLeftovers(nowMs: f64): void {
    const mapped = this.settings.map[Signal.Term] as i32;
    this.stopSigno = mapped === DROP ? Signal.Term : mapped;
    this.deliverAndContinue(this.stopSigno, Target.All);
    this.beginStop(nowMs);
  }

  /** A stop is on and the main process has ended: those that its signal has not reached get it now, and only those. */
  private stopOutsiders(): void {
    const to = this.settings.to;
    if (to === Target.Group) this.deliverAndContinue(this.stopSigno, Target.Outsiders);
    else if (to === Target.Child) this.deliverAndContinue(this.stopSigno, Target.All);
  }

  private stopBeforeStart(signo: i32): void {
    this.exitCode = this.settings.exitMap[ExitCode.SignalBase + signo] as i32;
    this.log(Event.StopBeforeStart, signo as f64, this.exitCode as f64, 0);
    this.end();
  }

  private endPause(): void {
    this.exitCode = 0;
    this.end();
  }

  private kill(nowMs: f64): void {
    this.phase = Phase.Killing;
    this.deadlineMs = nowMs + KILL_WAIT_MS;
    this.effects.push(EffectKind.KillAll, 0, 0, 0, 0);
  }

  /** Only ^Z is undone: a reader in the background that is continued would read and be stopped again, for ever. */
  private continueMain(signo: i32): void {
    if (signo !== Signal.Tstp || this.mainPid === 0 || this.phase === Phase.Ended) return;
    this.log(Event.MainContinued, signo as f64, 0, 0);
    this.effects.push(EffectKind.SendSignal, 0, Signal.Cont as f64, Target.Group as f64, 0);
  }

  private end(): void {
    if (this.phase === Phase.Ended) return;
    this.log(Event.Finished, this.exitCode as f64, 0, 0);
    this.effects.push(EffectKind.Exit, 0, this.exitCode as f64, 0, 0);
    this.phase = Phase.Ended;
    this.deadlineMs = Infinity;
  }
}
