/**
 * The life of PID 1. It waits in signalWait and nowhere else; every event goes to the head, whose effects are carried
 * out before the next one.
 */
import { Effect, EffectKind } from "../core/effects.ts";
import { Event } from "../core/log-events.ts";
import { Target } from "../core/settings.ts";
import { SIGNAL_MAX, Signal } from "../core/signals.ts";
import { Supervisor } from "../core/supervisor.ts";
import { ExitCode, exitCodeOf, isStopped, stopSignal } from "../core/wait-status.ts";
import { SMALL } from "./buffers.ts";
import { appendReport, becomeCommand, prepareReport, reportedErrno, reportedExitCode } from "./command.ts";
import { Log } from "./log.ts";
import { CommandLine } from "./options.ts";
import { NO_PROCESS_TABLE, send } from "./processes.ts";
import {
  Clock,
  changeDirectory,
  clock,
  close,
  closeFrom,
  defaultAction,
  exit,
  fork,
  groupId,
  kill,
  Mask,
  ProcessControl,
  parentId,
  processControl,
  setGroup,
  setTerminalGroup,
  signalMask,
  signalPending,
  signalWait,
  terminalGroup,
  WaitOption,
  wait,
} from "./system.ts";

const STDIN: i32 = 0;
const ALL_SIGNALS: u64 = u64.MAX_VALUE;
/** How many children are reaped, or signals handled, before the loop looks at everything else again. */
const REAP_BATCH: i32 = 64;
const SIGNAL_STREAK: i32 = 256;
/**
 * In a storm of orphans the kernel passes all that still live on its way to each that has ended. A sweep that finds a
 * crowd is followed by a pause, after which most have ended: less than half of the processor time.
 */
const CROWD: i32 = 8;
const CROWD_PAUSE_MS: f64 = 10;

/** siginfo_t of 64-bit Linux, 128 bytes. */
const INFO_CODE: usize = 8;
const INFO_PID: usize = 16;

/** Ties one supervisor to the system. */
export class Loop {
  private groupId: i32 = 0;
  /** Whether stdin is the controlling terminal; then it stays open, for the job control. */
  private hasTerminal: bool = false;
  private ownGroup: i32 = 0;
  private streak: i32 = 0;
  private reapAgain: bool = false;
  private reaped: i32 = 0;
  private pauses: bool = false;

  constructor(
    private readonly line: CommandLine,
    private readonly supervisor: Supervisor,
    private readonly log: Log,
  ) {}

  /** Starts the command. */
  start(): void {
    const supervisor = this.supervisor;
    const settings = supervisor.settings;
    const parent = settings.parentDeath !== 0 ? parentId() : 0;
    defaultAction(Signal.Chld);
    const subreaperErrno = supervisor.isInit ? 0 : -processControl(ProcessControl.ChildSubreaper, 1);
    if (settings.parentDeath !== 0) processControl(ProcessControl.ParentDeathSignal, settings.parentDeath);
    this.takeEarlyStop();
    this.fork();
    if (subreaperErrno !== 0) supervisor.log(Event.SubreaperFailed, subreaperErrno, 0, 0);
    if (this.line.parser.warning.length > 0) {
      this.log.detail.text(this.line.parser.warning);
      supervisor.log(Event.VariableUnknown, 0, 0, 0);
    }
    this.carryOut();
    this.log.detail.clear();
    // It died before the kernel was asked to tell.
    if (settings.parentDeath !== 0 && parentId() !== parent) this.signalArrived(settings.parentDeath, 0, 0);
  }

  /** Waits, decides, acts, until the head orders the end. Does not come back. */
  serve(): void {
    while (true) this.turn();
  }

  /** A stop that was asked for before the command runs: it is not started. */
  private takeEarlyStop(): void {
    const stops = this.stopSet();
    let signo = signalWait(stops, 0, SMALL);
    while (signo > 0) {
      this.signalArrived(signo, load<i32>(SMALL, INFO_CODE), load<i32>(SMALL, INFO_PID));
      signo = signalWait(stops, 0, SMALL);
    }
  }

  private fork(): void {
    const supervisor = this.supervisor;
    const terminal = terminalGroup(STDIN);
    this.hasTerminal = terminal >= 0;
    this.ownGroup = this.hasTerminal ? groupId() : 0;
    prepareReport();
    const pid = fork();
    if (pid === 0) becomeCommand(this.line, this.hasTerminal && terminal === this.ownGroup);
    if (pid < 0) {
      this.log.detail.text("no process could be made");
      supervisor.startFailed(ExitCode.OwnFailure, -pid);
      this.carryOut();
    }
    // Both sides do it: whichever comes first, no signal to the group finds it missing.
    setGroup(pid, pid);
    this.groupId = pid;
    this.leave();
    supervisor.started(pid);
  }

  /** lissom pins no mount and keeps no pipe open but stderr. */
  private leave(): void {
    store<u16>(SMALL, 0x2f);
    changeDirectory(SMALL);
    if (!this.hasTerminal) close(STDIN);
    close(1);
    closeFrom(3);
  }

  private turn(): void {
    const supervisor = this.supervisor;
    let timeoutMs: f64 = -1;
    if (supervisor.deadlineMs !== Infinity) {
      const nowMs = clock(Clock.Monotonic);
      supervisor.deadlinePassed(nowMs);
      this.carryOut();
      timeoutMs = supervisor.deadlineMs === Infinity ? -1 : Math.max(supervisor.deadlineMs - nowMs, 0);
    }
    if (this.reapAgain) timeoutMs = 0;
    else if (this.pauses) timeoutMs = timeoutMs < 0 ? CROWD_PAUSE_MS : Math.min(timeoutMs, CROWD_PAUSE_MS);
    const signo = this.nextSignal(timeoutMs);
    const code = load<i32>(SMALL, INFO_CODE);
    const senderPid = load<i32>(SMALL, INFO_PID);
    if (signo === Signal.Chld || this.reapAgain || (this.pauses && signo < 0)) this.reap();
    if (signo > 0 && signo !== Signal.Chld) this.signalArrived(signo, code, senderPid);
  }

  /** The kernel gives the lowest number first, so a flood of HUP would hide TERM and CHLD; now and then they go first. */
  private nextSignal(timeoutMs: f64): i32 {
    this.streak += 1;
    if (this.streak === SIGNAL_STREAK) {
      this.streak = 0;
      const signo = signalWait(this.stopSet() | bit(Signal.Chld), 0, SMALL);
      if (signo > 0) return signo;
    }
    return signalWait(this.pauses ? ALL_SIGNALS ^ bit(Signal.Chld) : ALL_SIGNALS, timeoutMs, SMALL);
  }

  private stopSet(): u64 {
    let set: u64 = 0;
    for (let signo = 1; signo <= SIGNAL_MAX; signo++) {
      if (this.supervisor.settings.isStopRequest(signo)) set |= bit(signo);
    }
    return set;
  }

  private signalArrived(signo: i32, code: i32, senderPid: i32): void {
    const nowMs: f64 = this.supervisor.needsTime(signo) ? clock(Clock.Monotonic) : 0;
    this.supervisor.signal(signo, code, senderPid, nowMs);
    this.carryOut();
  }

  private reap(): void {
    const supervisor = this.supervisor;
    let pid: i32 = 0;
    this.reapAgain = false;
    for (let count = 0; count < REAP_BATCH; count++) {
      pid = wait(-1, SMALL, WaitOption.NoHang | WaitOption.Untraced);
      if (pid <= 0) break;
      this.reaped += 1;
      this.childChanged(pid, load<i32>(SMALL));
    }
    this.reapAgain = pid > 0;
    this.pauses = pid === 0 && this.reaped >= CROWD;
    if (pid <= 0) this.reaped = 0;
    if (pid > 0 || supervisor.mainPid !== 0) return;
    if (pid === 0) supervisor.childrenLeft(clock(Clock.Monotonic));
    else supervisor.noChildren();
    this.carryOut();
  }

  private childChanged(pid: i32, waitStatus: i32): void {
    const supervisor = this.supervisor;
    if (isStopped(waitStatus)) {
      if (pid === supervisor.mainPid) supervisor.mainStopped(stopSignal(waitStatus));
    } else if (
      pid === supervisor.mainPid &&
      exitCodeOf(waitStatus) >= ExitCode.NotRunnable &&
      reportedExitCode() !== 0
    ) {
      appendReport(this.log.detail);
      supervisor.startFailed(reportedExitCode(), reportedErrno());
    } else {
      supervisor.childExited(pid, waitStatus);
    }
    this.carryOut();
  }

  private carryOut(): void {
    const effects = this.supervisor.effects;
    for (let i = 0; i < effects.length; i++) this.carryOutOne(effects.at(i));
    effects.clear();
  }

  private carryOutOne(effect: Effect): void {
    switch (effect.kind) {
      case EffectKind.SendSignal:
        this.send(effect.x as i32, effect.y as i32);
        break;
      case EffectKind.KillAll:
        if (this.supervisor.mainPid !== 0) kill(-this.supervisor.mainPid, Signal.Kill);
        this.send(Signal.Kill, Target.All);
        break;
      case EffectKind.HandOverTerminal:
        if (this.hasTerminal && terminalGroup(STDIN) === this.ownGroup) setTerminalGroup(STDIN, this.groupId);
        break;
      case EffectKind.SuspendSelf:
        this.suspend(effect.x as i32);
        break;
      case EffectKind.Log:
        this.log.entry(effect);
        break;
      default:
        this.takeTerminalBack();
        exit(effect.x as i32);
    }
  }

  private send(signo: i32, target: Target): void {
    const result = send(signo, target, this.supervisor.mainPid, this.groupId, this.supervisor.isInit);
    if (result === NO_PROCESS_TABLE) this.supervisor.processTableMissing();
    else if (result < 0) this.supervisor.sendFailed(signo, target, -result);
  }

  /** A shell takes a job for suspended when its process group is; the signal itself shows it why. */
  private suspend(signo: i32): void {
    this.takeTerminalBack();
    signalMask(Mask.Unblock, bit(signo));
    kill(this.supervisor.selfPid, signo);
    signalMask(Mask.Block, bit(signo));
    // Whoever was resumed got a CONT, which waits as all signals do.
    if ((signalPending() & bit(Signal.Cont)) === 0) this.supervisor.suspendRefused(signo);
  }

  /** What runs after lissom must not find the terminal in the hands of a group that has ended. */
  private takeTerminalBack(): void {
    if (this.hasTerminal && terminalGroup(STDIN) === this.groupId) setTerminalGroup(STDIN, this.ownGroup);
  }
}

function bit(signo: i32): u64 {
  return (1 as u64) << ((signo - 1) as u64);
}
