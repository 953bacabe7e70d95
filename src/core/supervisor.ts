/**
 * What each event means. Events come in as calls, effects go out through the queue; it reads no clock and allocates
 * nothing after its construction, so that any order of events can be replayed. phase.ts has the table of the states.
 */
import { EffectKind } from "./effects.ts";
import { Fact, Reason } from "./ending.ts";
import { Life } from "./life.ts";
import { Event } from "./log-events.ts";
import { Phase } from "./phase.ts";
import { DROP, Leftovers, RepeatStop, Settings, Target } from "./settings.ts";
import { isFault, isTerminalStop, Signal } from "./signals.ts";
import { ExitCode, endSignal, exitCodeOf } from "./wait-status.ts";

/** Decides what happens to one command from its start to the end of its last process. */
export class Supervisor extends Life {
  private saidNoProcessTable: bool = false;

  /** @param isInit whether lissom is PID 1 of its namespace @param selfPid lissom's own pid */
  constructor(
    settings: Settings,
    readonly isInit: bool,
    readonly selfPid: i32,
  ) {
    super(settings);
  }

  /** A stop request that came early would have been told by now: the hooks before the start run, then the command. */
  begin(nowMs: f64): void {
    if (this.phase === Phase.Starting) this.prepare(nowMs);
  }

  /** The command runs as process `pid`, which leads a group of its own. */
  started(pid: i32, nowMs: f64): void {
    if (this.phase !== Phase.Preparing) return;
    this.mainPid = pid;
    this.hasBegun = true;
    this.phase = Phase.Running;
    this.timetable.enter(Fact.Run, nowMs);
    this.exitCode = ExitCode.SignalBase + Signal.Kill;
    this.log(Event.CommandStarted, pid as f64, 0, 0);
  }

  /** There is no command: lissom reaps until a stop is asked for, and exits with 0. */
  paused(): void {
    if (this.phase === Phase.Starting) this.phase = Phase.Paused;
  }

  /** The command could not be run. `exitCode` is 125, 126 or 127, `errno` the reason as the kernel gave it. */
  startFailed(exitCode: i32, errno: i32, nowMs: f64): void {
    if (this.phase >= Phase.AfterExit) return;
    this.mainPid = 0;
    const foreign = this.settings.startFailureCode;
    this.exitCode = foreign !== 0 && exitCode >= ExitCode.NotRunnable ? foreign : exitCode;
    this.log(Event.StartFailed, this.exitCode as f64, errno as f64, 0);
    this.hasBegun = true;
    this.timetable.forget();
    this.endWithoutCommand(nowMs);
  }

  /** The helper that was ordered runs: as a process, or with a number below 0 as a task of the body. */
  helperStarted(pid: i32): void {
    if (this.awaitsHelper) this.helperPid = pid;
  }

  /** The helper that was ordered has ended by itself, or could not be started. */
  helperEnded(exitCode: i32, signo: i32, nowMs: f64): void {
    const isAwaited = this.awaitsHelper;
    this.forgetHelper();
    if (!isAwaited) return;
    const isFailure = exitCode !== 0;
    if (this.phase === Phase.Preparing) {
      if (isFailure) this.failPreparation(exitCode, signo, nowMs);
      else this.prepareNext();
    } else if (this.phase === Phase.Draining) {
      this.log(isFailure ? Event.NoConnectionTable : Event.Drained, 0, 0, 0);
      this.sendStop(nowMs);
    } else if (this.phase === Phase.BeforeStop || this.phase === Phase.AfterExit) {
      if (isFailure) this.logHook(Event.HookFailed, exitCode as f64, signo as f64);
      this.runNextHook(nowMs);
    }
  }

  /** Whether `signal` has to be told the time for this signal, so that the body can spare the system call. */
  needsTime(signo: i32): bool {
    return this.settings.isStopRequest(signo);
  }

  /** Whether signals other than stop requests and SIGCHLD have to wait, as there is nobody yet to pass them on to. */
  defersSignals(): bool {
    return this.phase <= Phase.Preparing;
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
    const mayDeliver = this.phase >= Phase.Running && this.phase !== Phase.AfterExit;
    if (mayDeliver && mapped === Signal.Cont && !this.isInit) this.order(EffectKind.HandOverTerminal, 0);
    if (this.settings.isStopRequest(signo)) this.requestStop(signo, mapped, senderPid, nowMs);
    else if (mayDeliver) this.orders.deliver(mapped, this.target());
    if (mayDeliver && this.settings.suspendsSelf && isTerminalStop(signo))
      this.order(EffectKind.SuspendSelf, Signal.Stop);
  }

  /** The deadline was reached. Called too early, it does nothing. */
  deadlinePassed(nowMs: f64): void {
    if (nowMs < this.deadlineMs) return;
    if (this.phase < Phase.Killing && this.timetable.isSpent(nowMs)) this.killLate(nowMs);
    else this.endPart(Event.HookTimedOut, nowMs);
  }

  /** Whether childExited has to be told the time for this child, so that the body can spare the system call. */
  isOwn(pid: i32): bool {
    return pid === this.mainPid || pid === this.helperPid;
  }

  /** A child was reaped: the main process, the helper or an orphan. @param nowMs read only where isOwn(pid) */
  childExited(pid: i32, waitStatus: i32, nowMs: f64): void {
    const code = exitCodeOf(waitStatus);
    const signo = endSignal(waitStatus);
    if (pid === this.mainPid) {
      this.mainExited(code, signo, nowMs);
    } else if (pid === this.helperPid) {
      this.helperEnded(code, signo, nowMs);
    } else if (this.settings.warnsReaped) {
      this.log(Event.ZombieReaped, pid as f64, 0, 0);
    } else {
      this.log(Event.OrphanReaped, pid as f64, code as f64, signo as f64);
    }
  }

  /** The kernel has killed this many processes as memory had run out. Call it before the end of the main process is told. */
  memoryRanOut(count: i32): void {
    this.ending.facts[Fact.OomKills] = count as f64;
    this.log(Event.OutOfMemory, count as f64, 0, 0);
  }

  /** No child is left. */
  noChildren(nowMs: f64): void {
    if (this.mainPid === 0 && this.isSupervising()) this.finish(nowMs);
  }

  /** Children are left after all that had ended were reaped. Call it while mainPid is 0. */
  childrenLeft(nowMs: f64): void {
    if (this.mainPid !== 0 || !this.isSupervising()) return;
    // Those that outlive the command from before the stop on are waited for, and one child is the helper.
    if (this.phase === Phase.Delaying || this.phase === Phase.Draining) return;
    if (this.settings.leftovers === Leftovers.Leave) {
      this.finish(nowMs);
      return;
    }
    if (this.phase === Phase.Killing) {
      // Only kill(-1) is atomic; a walk over /proc may have missed a process that was being made.
      if (!this.isInit) this.order(EffectKind.KillAll, 0);
      return;
    }
    if (this.leftoversSeen) return;
    this.leftoversSeen = true;
    this.timetable.turnTo(Fact.Leftovers, nowMs);
    const leftovers = this.settings.leftovers;
    this.log(Event.LeftoversFound, leftovers === Leftovers.Stop ? this.settings.graceMs : 0, 0, 0);
    if (leftovers === Leftovers.Kill) this.kill(nowMs);
    else if (this.phase === Phase.Stopping) this.stopOutsiders();
    else if (leftovers === Leftovers.Stop || this.ending.reason === Reason.StartFailed)
      this.stopLeftovers(nowMs);
  }

  /** The main process was stopped by a signal, and lives. */
  mainStopped(signo: i32): void {
    if (this.mainPid === 0) return;
    this.log(Event.MainStopped, signo as f64, 0, 0);
    if (this.isInit) this.continueMain(signo);
    else if (this.phase === Phase.Running && isTerminalStop(signo) && !this.settings.session)
      this.order(EffectKind.SuspendSelf, signo);
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
    this.orders.log(event, x, y, z);
  }

  private order(kind: EffectKind, x: i32): void {
    this.orders.order(kind, x as f64, 0);
  }

  /** Whether a command was started and its end is not over. */
  private isSupervising(): bool {
    return this.phase >= Phase.Running && this.phase <= Phase.Killing && this.phase !== Phase.BeforeStop;
  }

  private requestStop(signo: i32, mapped: i32, senderPid: i32, nowMs: f64): void {
    const phase = this.phase;
    const isFirst = this.requestSigno === 0;
    if (phase === Phase.Paused) {
      this.exitCode = 0;
      this.leave(nowMs);
      return;
    }
    if (isFirst) this.noteRequest(signo, senderPid, nowMs);
    if (phase === Phase.Starting) {
      this.ending.reason = Reason.StartFailed;
      this.leave(nowMs);
    } else if (
      phase === Phase.Preparing ||
      (phase === Phase.Running && this.ending.reason === Reason.StartFailed)
    ) {
      this.stopPreparation(mapped, nowMs);
    } else if (phase === Phase.Running) {
      this.beginStop(mapped, nowMs);
    } else if (isFirst || this.settings.repeatStop === RepeatStop.Forward) {
      if (phase !== Phase.AfterExit) this.orders.deliverAndContinue(mapped, this.target());
    } else if (phase === Phase.AfterExit) {
      if (this.settings.repeatStop === RepeatStop.Next) this.endPart(Event.HookSkipped, nowMs);
      else this.leave(nowMs);
    } else if (phase !== Phase.Killing) {
      if (this.settings.repeatStop === RepeatStop.Kill) this.killLate(nowMs);
      else this.endPart(Event.HookSkipped, nowMs);
    }
  }

  /** The first stop request: the budget counts from here, if no stop was under way. */
  private noteRequest(signo: i32, senderPid: i32, nowMs: f64): void {
    this.requestSigno = signo;
    this.ending.facts[Fact.StopSignal] = signo as f64;
    if (senderPid > 0) this.ending.facts[Fact.SenderPid] = senderPid as f64;
    this.timetable.beginStop(nowMs);
    if (this.phase <= Phase.Preparing) {
      this.exitCode = this.settings.exitMap[ExitCode.SignalBase + signo] as i32;
      this.log(Event.StopBeforeStart, signo as f64, this.exitCode as f64, 0);
    } else {
      this.log(Event.StopRequested, signo as f64, senderPid as f64, this.settings.graceMs);
    }
    if (this.phase >= Phase.Killing) this.timetable.tighten(this.phase === Phase.Killing);
  }

  private mainExited(code: i32, signo: i32, nowMs: f64): void {
    this.mainPid = 0;
    this.mainSigno = signo;
    this.exitCode = this.settings.exitMap[code] as i32;
    this.log(Event.MainExited, code as f64, signo as f64, 0);
    this.ending.judge(code, signo, this.hasKilled, this.requestSigno !== 0);
    this.loseMain(nowMs);
    const lastSigno = this.settings.map[Signal.Term] as i32;
    if (this.settings.termAtEnd && lastSigno !== DROP) this.orders.deliver(lastSigno, Target.Rest);
  }

  private stopLeftovers(nowMs: f64): void {
    const mapped = this.settings.map[Signal.Term] as i32;
    this.stopSigno = mapped === DROP ? Signal.Term : mapped;
    this.timetable.beginStop(nowMs);
    this.sendStop(nowMs);
  }

  /** A stop is on and the main process has ended: those that its signal has not reached get it now, and only those. */
  private stopOutsiders(): void {
    const to = this.settings.to;
    const target = !this.isStopSent || to === Target.Child ? Target.All : Target.Outsiders;
    if (!this.isStopSent || to !== Target.All) this.orders.deliverAndContinue(this.stopSigno, target);
    this.isStopSent = true;
  }

  /** Only ^Z is undone: a reader in the background that is continued would read and be stopped again, for ever. */
  private continueMain(signo: i32): void {
    if (signo !== Signal.Tstp || this.mainPid === 0 || this.phase === Phase.Ended) return;
    this.log(Event.MainContinued, signo as f64, 0, 0);
    this.orders.order(EffectKind.SendSignal, Signal.Cont as f64, Target.Group as f64);
  }
}
