/** The life of PID 1: it waits in signalWait and nowhere else, and every event goes to the head. */

import { Phase } from "../core/phase.ts";
import { Level, Settings } from "../core/settings.ts";
import { SIGNAL_MAX, Signal } from "../core/signals.ts";
import { isStopped, stopSignal } from "../core/wait-status.ts";
import { Body, bit } from "./body.ts";
import { SMALL, TRANSIENT_END } from "./buffers.ts";
import { rememberMemoryKills } from "./memory-kills.ts";
import { countConnections, endOfOwn, USAGE } from "./own-children.ts";
import { Clock, clock, release, signalWait, WaitOption, wait } from "./system.ts";

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
/** When nothing has happened for so long, lissom does what would have held the start up. */
const QUIET_MS: f64 = 5;

/** siginfo_t of 64-bit Linux, 128 bytes: where si_code and si_pid are. */
export const INFO_CODE: usize = 8;
export const INFO_PID: usize = 16;

/** The signals that begin a stop, as a signal set. */
export function stopSet(settings: Settings): u64 {
  let set: u64 = 0;
  for (let signo = 1; signo <= SIGNAL_MAX; signo++) {
    if (settings.isStopRequest(signo)) set |= bit(signo);
  }
  return set;
}

/** Waits, decides, acts. */
export class Loop {
  private streak: i32 = 0;
  private reapAgain: bool = false;
  private reaped: i32 = 0;
  private pauses: bool = false;
  private isYoung: bool = true;

  constructor(private readonly body: Body) {}

  /** Serves until the head orders the end. Does not come back. */
  serve(): void {
    // Without a command nothing else would ever tell of a child that had ended before lissom was executed.
    this.reapAgain = this.body.supervisor.mainPid === 0;
    while (true) this.turn();
  }

  private turn(): void {
    const supervisor = this.body.supervisor;
    let timeoutMs: f64 = -1;
    if (supervisor.deadlineMs !== Infinity) {
      const nowMs = clock(Clock.Monotonic);
      supervisor.deadlinePassed(nowMs);
      this.body.carryOut();
      timeoutMs = supervisor.deadlineMs === Infinity ? -1 : Math.max(supervisor.deadlineMs - nowMs, 0);
    }
    if (this.reapAgain) timeoutMs = 0;
    else if (this.pauses) timeoutMs = timeoutMs < 0 ? CROWD_PAUSE_MS : Math.min(timeoutMs, CROWD_PAUSE_MS);
    if (this.isYoung) timeoutMs = timeoutMs < 0 ? QUIET_MS : Math.min(timeoutMs, QUIET_MS);
    const signo = this.nextSignal(timeoutMs);
    if (this.isYoung && signo < 0 && supervisor.mainPid !== 0) this.growUp();
    const code = load<i32>(SMALL, INFO_CODE);
    const senderPid = load<i32>(SMALL, INFO_PID);
    if (signo === Signal.Chld || this.reapAgain || this.pauses) this.reap();
    if (supervisor.phase === Phase.Draining) countConnections(this.body);
    if (signo > 0 && signo !== Signal.Chld) this.body.signalArrived(signo, code, senderPid);
  }

  private growUp(): void {
    this.isYoung = false;
    rememberMemoryKills();
    // Again, as that has used what the start had.
    release(0, TRANSIENT_END as i32);
  }

  /** The kernel gives the lowest number first, so a flood of HUP would hide TERM and CHLD; now and then they go first. */
  private nextSignal(timeoutMs: f64): i32 {
    this.streak += 1;
    if (this.streak === SIGNAL_STREAK) {
      this.streak = 0;
      const signo = signalWait(stopSet(this.body.supervisor.settings) | bit(Signal.Chld), 0, SMALL);
      if (signo > 0) return signo;
    }
    if (this.body.supervisor.defersSignals())
      return signalWait(stopSet(this.body.supervisor.settings) | bit(Signal.Chld), timeoutMs, SMALL);
    return signalWait(this.pauses ? ALL_SIGNALS ^ bit(Signal.Chld) : ALL_SIGNALS, timeoutMs, SMALL);
  }

  private reap(): void {
    const supervisor = this.body.supervisor;
    const usage = supervisor.settings.logLevel <= Level.Info ? SMALL + USAGE : 0;
    let pid: i32 = 0;
    this.reapAgain = false;
    for (let count = 0; count < REAP_BATCH; count++) {
      pid = wait(-1, SMALL, WaitOption.NoHang | WaitOption.Untraced, usage);
      if (pid <= 0) break;
      this.reaped += 1;
      this.childChanged(pid, load<i32>(SMALL));
    }
    this.reapAgain = pid > 0;
    this.pauses = pid === 0 && this.reaped >= CROWD;
    if (pid <= 0) this.reaped = 0;
    if (pid > 0 || supervisor.mainPid !== 0) return;
    this.body.terminal.takeBack(this.body.group);
    const nowMs = clock(Clock.Monotonic);
    if (pid < 0) supervisor.noChildren(nowMs);
    else if (this.body.dyingHelper === 0) supervisor.childrenLeft(nowMs);
    this.body.carryOut();
  }

  private childChanged(pid: i32, waitStatus: i32): void {
    const supervisor = this.body.supervisor;
    if (pid === this.body.dyingHelper) {
      if (!isStopped(waitStatus)) this.body.dyingHelper = 0;
    } else if (isStopped(waitStatus)) {
      if (pid === supervisor.mainPid) supervisor.mainStopped(stopSignal(waitStatus));
    } else if (!supervisor.isOwn(pid)) {
      supervisor.childExited(pid, waitStatus, 0);
    } else {
      endOfOwn(this.body, pid, waitStatus);
    }
    this.body.carryOut();
  }
}
