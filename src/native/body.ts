/** What the parts of the native body share, and the carrying out of the head's effects. */
import { Effect, EffectKind } from "../core/effects.ts";
import { Phase } from "../core/phase.ts";
import { Target } from "../core/settings.ts";
import { Signal } from "../core/signals.ts";
import { Supervisor } from "../core/supervisor.ts";
import { killHelper, reportMissingHelper, startHelper } from "./helpers.ts";
import { Log } from "./log.ts";
import { CommandLine } from "./options.ts";
import { NO_PROCESS_TABLE, noteSurvivors, send } from "./processes.ts";
import { startCommand } from "./start.ts";
import { Clock, clock, exit, kill, Mask, signalMask, signalPending } from "./system.ts";
import { Terminal } from "./terminal.ts";

/** One supervisor, tied to the system. */
export class Body {
  readonly terminal: Terminal = new Terminal();
  /** The group that the main process leads, or led; 0 before it is started. */
  group: i32 = 0;

  /** The helper that was killed, until it is reaped: it is no leftover. 0 for none. */
  dyingHelper: i32 = 0;
  /** Whether no process could be made for the helper that was ordered last. */
  lacksHelper: bool = false;
  private isCarryingOut: bool = false;

  constructor(
    readonly supervisor: Supervisor,
    readonly log: Log,
    readonly line: CommandLine,
  ) {}

  /** Tells the head of a signal and carries out what it orders. */
  signalArrived(signo: i32, code: i32, senderPid: i32): void {
    const nowMs: f64 = this.supervisor.needsTime(signo) ? clock(Clock.Monotonic) : 0;
    this.supervisor.signal(signo, code, senderPid, nowMs);
    this.carryOut();
  }

  /** Carries out all that the head has ordered, also what it orders meanwhile. Comes back unless that was the end. */
  carryOut(): void {
    if (this.isCarryingOut) return;
    this.isCarryingOut = true;
    const effects = this.supervisor.effects;
    do {
      const lacked = this.lacksHelper;
      this.lacksHelper = false;
      for (let i = 0; i < effects.length; i++) this.carryOutOne(effects.at(i));
      effects.clear();
      if (lacked) this.log.detail.clear();
      // Told with an empty queue: what comes behind many hooks that cannot be made is more than one queue holds.
      if (this.lacksHelper) reportMissingHelper(this);
    } while (this.lacksHelper);
    this.isCarryingOut = false;
  }

  private carryOutOne(effect: Effect): void {
    switch (effect.kind) {
      case EffectKind.StartCommand:
        startCommand(this);
        break;
      case EffectKind.StartHelper:
        startHelper(this, effect.x as i32, effect.y as i32);
        break;
      case EffectKind.KillHelper:
        this.dyingHelper = effect.x as i32;
        killHelper(this.dyingHelper);
        break;
      case EffectKind.NoteSurvivors:
        noteSurvivors(this.supervisor.ending, this.supervisor.isInit, effect.x as i32);
        break;
      case EffectKind.SendSignal:
        this.send(effect.x as i32, effect.y as i32);
        break;
      case EffectKind.KillAll:
        if (this.supervisor.mainPid !== 0) kill(-this.supervisor.mainPid, Signal.Kill);
        this.send(Signal.Kill, Target.All);
        break;
      case EffectKind.HandOverTerminal:
        if (this.terminal.mayGive()) this.terminal.handOver(this.group);
        break;
      case EffectKind.SuspendSelf:
        this.suspend(effect.x as i32);
        break;
      case EffectKind.Log:
        this.log.entry(effect);
        break;
      default:
        this.terminal.takeBack(this.group);
        exit(effect.x as i32);
    }
  }

  private send(signo: i32, target: Target): void {
    const supervisor = this.supervisor;
    const isStop = supervisor.phase !== Phase.Running;
    // While hooks run before the start, a helper is all that there is.
    const leader = supervisor.mainPid !== 0 ? supervisor.mainPid : supervisor.helperPid;
    const result = send(signo, target, leader, this.group, supervisor.isInit, isStop);
    if (result === NO_PROCESS_TABLE) supervisor.processTableMissing();
    else if (result < 0) supervisor.sendFailed(signo, target, -result);
  }

  /**
   * Suspends lissom as ^Z would have: with its whole group, where there is a terminal, or a pipeline or script would go
   * on without it. A shell takes the job for suspended, and the signal shows it why.
   */
  private suspend(signo: i32): void {
    const terminal = this.terminal;
    // Brought to the foreground while it ran, a job gets no CONT from its shell: what stopped it is over.
    if ((signo === Signal.Ttin || signo === Signal.Ttou) && terminal.handOver(this.group)) {
      kill(-this.group, Signal.Cont);
      return;
    }
    const held = terminal.takeBack(this.group);
    signalMask(Mask.Unblock, bit(signo));
    kill(terminal.isControlled ? 0 : this.supervisor.selfPid, signo);
    signalMask(Mask.Block, bit(signo));
    // Whoever was resumed got a CONT, which waits as all signals do.
    if ((signalPending() & bit(Signal.Cont)) !== 0) return;
    if (held) terminal.handOver(this.group);
    this.supervisor.suspendRefused(signo);
  }
}

/** The bit of a signal in a signal set. */
export function bit(signo: i32): u64 {
  return (1 as u64) << ((signo - 1) as u64);
}
