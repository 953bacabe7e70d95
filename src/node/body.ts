import type { execa as Execa } from "execa";
import { type Effect, EffectKind } from "../core/effects.ts";
import { Errno } from "../core/exec-failure.ts";
import { Event } from "../core/log-events.ts";
import { type Settings, Target } from "../core/settings.ts";
import { Signal } from "../core/signals.ts";
import { Phase, Supervisor } from "../core/supervisor.ts";
import { Clock } from "./clock.ts";
import { type Kernel, kernel } from "./kernel.ts";
import { childrenOfThisThread, readDescendants } from "./process-table.ts";
import { type Rest, sweep } from "./reaper.ts";
import { Sender } from "./sender.ts";
import type { SignalSource } from "./signal-source.ts";
import { type StartOptions, start } from "./start.ts";
import { Strangers } from "./strangers.ts";

/** How long libuv gets to take the status of a child of its own, in milliseconds; it needs one turn of its loop. */
const RESERVED_MS = 50;

/** What a body does not decide itself. */
export interface Surroundings {
  signals: SignalSource;
  /** Whether this process exists for the command only, so that every child of it is the command's. */
  isProgram: boolean;
  /** Takes a log entry; `detail` is a text behind its message. The effect is reused. */
  log(effect: Effect, detail: string): void;
  /** The last thing that happens. */
  exit(exitCode: number): void;
}

/** Does what the head orders, for one command. It decides nothing itself. */
export class Body {
  readonly supervisor: Supervisor;
  private readonly surroundings: Surroundings;
  private readonly strangers: Strangers | undefined;
  private readonly sender: Sender;
  private readonly clock = new Clock((nowMs) => this.tell(() => this.supervisor.deadlinePassed(nowMs)));
  private mainPid = 0;
  private detail = "";
  private isSubreaper = false;
  private wasContinued = false;

  constructor(settings: Settings, surroundings: Surroundings) {
    const isInit = process.pid === 1;
    this.surroundings = surroundings;
    this.supervisor = new Supervisor(settings, isInit, process.pid);
    this.strangers = surroundings.isProgram ? undefined : new Strangers(() => this.tell(() => this.reap()));
    const noTable = () => this.supervisor.processTableMissing();
    this.sender = new Sender(() => this.strangerPids(), isInit && surroundings.isProgram, noTable);
    surroundings.signals.onSignal = (signo) => this.signal(signo);
    surroundings.signals.onChild = () => this.tell(() => this.reap());
    this.tell(() => this.prepare(isInit));
  }

  /** Whether the end was ordered, also before a start. */
  get isOver(): boolean {
    return this.supervisor.phase === Phase.Ended;
  }

  /** Starts the command. Its pid is known when this returns, or undefined where the start failed. */
  start(execa: typeof Execa, command: readonly string[], options: StartOptions): number | undefined {
    start(execa, command, options, {
      onStarted: (pid) => {
        this.mainPid = pid;
        this.sender.mainPid = pid;
        this.tell(() => this.supervisor.started(pid));
      },
      onFailed: ({ exitCode, errno, detail }) => {
        this.tell(() => this.supervisor.startFailed(exitCode, errno), detail);
      },
      onEnded: (pid, waitStatus) => {
        this.mainPid = 0;
        this.tell(() => {
          this.supervisor.childExited(pid, waitStatus);
          this.reap();
        });
      },
    });
    return this.mainPid === 0 ? undefined : this.mainPid;
  }

  /** A signal arrived, or is to be treated as if it had. */
  signal(signo: number): void {
    if (signo === Signal.Cont) this.wasContinued = true;
    this.tell(() => this.supervisor.signal(signo, 0, 0, performance.now()));
  }

  /** Writes an entry that the head does not know of. */
  report(event: Event, detail: string): void {
    this.tell(() => this.supervisor.log(event, 0, 0, 0), detail);
  }

  /** Lets go of the process, as the end does too. */
  close(): void {
    this.clock.close();
    this.strangers?.close();
    if (this.isSubreaper && !this.surroundings.isProgram) kernel()?.setSubreaper(false);
  }

  private prepare(isInit: boolean): void {
    const { parentDeath } = this.supervisor.settings;
    if (!isInit) {
      const errno = kernel()?.setSubreaper(true) ?? Errno.NoSystemCall;
      this.isSubreaper = errno === 0;
      if (errno !== 0) this.supervisor.log(Event.SubreaperFailed, errno, 0, 0);
    }
    if (parentDeath === 0) return;
    const parentPid = process.ppid;
    kernel()?.setParentDeathSignal(parentDeath);
    // It died before we asked, so no signal comes.
    if (process.ppid !== parentPid) this.supervisor.signal(parentDeath, 0, 0, performance.now());
  }

  /** Tells the head of an event and carries its orders out. */
  private tell(event: () => void, detail = ""): void {
    if (this.isOver) return;
    this.detail = detail;
    event();
    const { effects } = this.supervisor;
    // An order that fails is told at once, and what follows from it stands at the queue's end.
    for (let i = 0; i < effects.length; i++) this.carryOut(effects.at(i));
    effects.clear();
    if (!this.isOver) this.clock.set(this.supervisor.deadlineMs);
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case EffectKind.SendSignal:
        this.check(effect.x, effect.y, this.sender.send(effect.x, effect.y));
        break;
      case EffectKind.KillAll:
        this.check(Signal.Kill, Target.All, this.sender.killAll());
        break;
      case EffectKind.SuspendSelf:
        this.suspendSelf(effect.x);
        break;
      case EffectKind.Log:
        this.surroundings.log(effect, this.detail);
        break;
      case EffectKind.Exit:
        this.end(effect.x);
        break;
      default: // The command has a session of its own, which no terminal can be handed to.
    }
  }

  private check(signo: number, target: number, errno: number): void {
    if (errno !== 0) this.supervisor.sendFailed(signo, target, errno);
  }

  /** Where nothing could stop us, no CONT came either: its handler would have run in the turn of the loop between. */
  private suspendSelf(signo: number): void {
    const { signals } = this.surroundings;
    this.wasContinued = false;
    signals.suspend(signo);
    process.kill(process.pid, signo);
    signals.resume(signo);
    const check = () => this.wasContinued || this.tell(() => this.supervisor.suspendRefused(signo));
    setImmediate(() => setImmediate(check));
  }

  private reap(): void {
    const rest = this.rest();
    if (rest === "none") this.supervisor.noChildren();
    else if (rest === "living" && this.mainPid === 0) this.supervisor.childrenLeft(performance.now());
    else if (rest === "living") this.lookForStop();
  }

  private rest(): Rest {
    // A command that leaves nothing behind needs no addon, which takes longer to load than all else here.
    if (this.mainPid === 0 && !this.isSubreaper && childrenOfThisThread()?.length === 0) return "none";
    const hands = kernel();
    const rest = hands === undefined ? "living" : this.sweep(hands);
    if (rest !== "living" || this.mainPid !== 0) return rest;
    return hands !== undefined && this.strangerPids().size === 0 ? rest : this.restOfTable();
  }

  private sweep(hands: Kernel): Rest {
    const strangers = this.strangerPids();
    const isReserved = (pid: number) => pid === this.mainPid || strangers.has(pid);
    const rest = sweep(hands, isReserved, (pid, waitStatus) => this.supervisor.childExited(pid, waitStatus));
    if (rest === "reserved" && strangers.size > 0) this.sweepLater(hands.lookForExited());
    return rest;
  }

  /** What was there before us may be an orphan that nobody waits for; it is one if libuv leaves it. */
  private sweepLater(pid: number): void {
    const again = () => {
      if (kernel()?.lookForExited() === pid && this.strangers?.isUnannounced(pid)) this.strangers.forget(pid);
      else this.tell(() => this.reap());
    };
    setTimeout(again, RESERVED_MS).unref();
  }

  private restOfTable(): Rest {
    try {
      return readDescendants(this.strangerPids()).some((each) => !each.isZombie) ? "living" : "none";
    } catch {
      return "none";
    }
  }

  private lookForStop(): void {
    const signo = kernel()?.lookForStopped(this.mainPid) ?? 0;
    if (signo !== 0) this.supervisor.mainStopped(signo);
  }

  private strangerPids(): ReadonlySet<number> {
    return this.strangers?.refresh(this.mainPid) ?? new Set();
  }

  private end(exitCode: number): void {
    this.close();
    this.surroundings.exit(exitCode);
  }
}
