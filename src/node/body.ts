import { type Effect, EffectKind, Helper } from "../core/effects.ts";
import { Event } from "../core/log-events.ts";
import { Phase } from "../core/phase.ts";
import { Level, type Settings, Target } from "../core/settings.ts";
import { Signal } from "../core/signals.ts";
import { Supervisor } from "../core/supervisor.ts";
import { ExitCode } from "../core/wait-status.ts";
import { adoptOrphans, watchParent } from "./adoption.ts";
import { whyOverBudget } from "./budget.ts";
import { Children } from "./children.ts";
import { Clock } from "./clock.ts";
import type { Failure } from "./command-file.ts";
import { Helpers, placeOf } from "./helpers.ts";
import { whyHooksNotRunnable } from "./hook-check.ts";
import { kernel } from "./kernel.ts";
import { type Command, MainProcess } from "./main-process.ts";
import { Sender } from "./sender.ts";
import type { SignalSource } from "./signal-source.ts";

/** What a body does not decide itself. */
export interface Surroundings {
  signals: SignalSource;
  /** Whether this process exists for the command only, so that every child of it is the command's. */
  isProgram: boolean;
  /** Takes a log entry; `detail` is a text behind its message. The effect is reused. */
  log(effect: Effect, detail: string): void;
  /** The command runs; it has what it was to inherit. */
  started(): void;
  /** The last thing that happens. */
  exit(exitCode: number): void;
}

/** Does what the head orders, for one command. It decides nothing itself. */
export class Body {
  readonly supervisor: Supervisor;
  private readonly surroundings: Surroundings;
  private readonly children: Children;
  private readonly helpers: Helpers;
  private readonly sender: Sender;
  private readonly clock = new Clock((nowMs) => this.tell(() => this.supervisor.deadlinePassed(nowMs)));
  private readonly main: MainProcess;
  private command: Command | undefined;
  private isBeginning = false;
  /** A text for the next entry. */
  private detail = "";
  /** Signals that nobody is there to receive yet, each once, as the kernel keeps them. */
  private readonly held = new Set<number>();
  private isSubreaper = false;

  constructor(settings: Settings, surroundings: Surroundings) {
    const isInit = process.pid === 1;
    const { isProgram, signals } = surroundings;
    this.surroundings = surroundings;
    this.supervisor = new Supervisor(settings, isInit, process.pid);
    this.main = new MainProcess(this.supervisor.ending, settings.logLevel <= Level.Info);
    this.children = new Children({
      isProgram,
      isOurs: (pid) => pid === this.main.pid || this.helpers.has(pid),
      onReaped: (pid, waitStatus) => {
        this.main.passOverOther();
        this.tell(() => this.supervisor.childExited(pid, waitStatus, 0));
      },
      onChange: () => this.reap(),
    });
    this.helpers = new Helpers(this.supervisor, {
      onExited: (pid, waitStatus) => this.childExited(pid, waitStatus),
      onKilled: () => {
        this.main.passOverOther();
        this.reap();
      },
      onEnded: (exitCode, cause) => {
        this.tell(() => this.supervisor.helperEnded(exitCode, 0, performance.now()), cause);
        this.reap();
      },
      onCounted: (count) => this.tell(() => this.supervisor.connectionsCounted(count)),
    });
    const noTable = () => this.supervisor.processTableMissing();
    this.sender = new Sender(() => this.children.strangerPids(), isInit && isProgram, noTable);
    signals.onSignal = (signo) => this.signal(signo);
    signals.onChild = () => this.reap();
    this.tell(() => {
      this.isSubreaper = adoptOrphans(this.supervisor);
    });
    if (watchParent(settings.parentDeath)) this.signal(settings.parentDeath);
  }

  /** Whether the end was ordered, also before a start. */
  get isOver(): boolean {
    return this.supervisor.phase === Phase.Ended;
  }

  /** The main process, also when it has ended; undefined where there was none yet. */
  get pid(): number | undefined {
    return this.sender.mainPid === 0 ? undefined : this.sender.mainPid;
  }

  /**
   * Starts the command, after the hooks that run before it. Where there are none it runs when this returns, or has
   * failed.
   *
   * @throws TypeError for words that execa does not take, unless hooks run first
   */
  begin(command: Command): void {
    this.command = command;
    const warning = whyOverBudget(this.supervisor.settings);
    if (warning.length > 0) this.report(Event.BudgetTooShort, warning);
    this.isBeginning = true;
    this.tell(() => this.supervisor.begin(performance.now()));
    this.isBeginning = false;
  }

  /** A signal arrived, or is to be treated as if it had. */
  signal(signo: number): void {
    const { supervisor } = this;
    if (supervisor.defersSignals() && !supervisor.settings.isStopRequest(signo)) this.held.add(signo);
    else this.tell(() => supervisor.signal(signo, 0, 0, performance.now()));
  }

  /** Writes an entry that the head does not know of. */
  report(event: Event, detail: string): void {
    this.tell(() => this.supervisor.log(event, 0, 0, 0), detail);
  }

  /** Lets go of the process, as the end does too. */
  close(): void {
    this.clock.close();
    this.children.close();
    if (this.isSubreaper && !this.surroundings.isProgram) kernel()?.setSubreaper(false);
  }

  /** Tells the head of an event and carries its orders out. `detail` belongs to the first entry of them. */
  private tell(event: () => void, detail = ""): void {
    if (this.isOver) return;
    this.detail = detail;
    event();
    const { effects } = this.supervisor;
    // What follows from an order at once, such as its failure, is told at once and stands at the queue's end.
    for (let i = 0; i < effects.length; i++) this.carryOut(effects.at(i));
    effects.clear();
    if (this.isOver) return;
    this.clock.set(this.supervisor.deadlineMs);
    if (this.held.size > 0 && !this.supervisor.defersSignals()) this.passHeldOn();
  }

  private carryOut(effect: Effect): void {
    switch (effect.kind) {
      case EffectKind.StartCommand:
        this.startCommand();
        break;
      case EffectKind.StartHelper:
        this.startHelper(effect.x, effect.y);
        break;
      case EffectKind.KillHelper:
        this.helpers.kill(effect.x);
        break;
      case EffectKind.SendSignal:
        this.check(effect.x, effect.y, this.sender.send(effect.x, effect.y, this.supervisor.helperPid));
        break;
      case EffectKind.NoteSurvivors:
        this.sender.noteAll(this.supervisor.ending, effect.x);
        break;
      case EffectKind.KillAll:
        this.check(Signal.Kill, Target.All, this.sender.killAll());
        break;
      case EffectKind.SuspendSelf:
        this.suspendSelf(effect.x);
        break;
      case EffectKind.Log:
        this.surroundings.log(effect, [effect.text, this.detail].filter(Boolean).join(": "));
        this.detail = "";
        break;
      case EffectKind.Exit:
        this.end(effect.x);
        break;
      default: // The command has a session of its own, which no terminal can be handed to.
    }
  }

  private startCommand(): void {
    const listener = {
      onStarted: (pid: number) => {
        this.sender.mainPid = pid;
        this.supervisor.started(pid, performance.now());
        this.surroundings.started();
      },
      onFailed: ({ exitCode, errno, detail }: Failure) => {
        this.tell(() => this.supervisor.startFailed(exitCode, errno, performance.now()), detail);
        this.reap();
      },
      onEnded: (pid: number, waitStatus: number, memoryKills: number) => {
        if (memoryKills > 0) this.tell(() => this.supervisor.memoryRanOut(memoryKills));
        this.childExited(pid, waitStatus);
      },
    };
    this.main.start(this.command as Command, listener, this.isBeginning);
  }

  private startHelper(helper: Helper, index: number): void {
    const command = this.command as Command;
    if (helper === Helper.Check) {
      const failure = whyHooksNotRunnable(this.supervisor.settings.hooks, placeOf(command));
      this.detail = failure?.detail ?? "";
      this.supervisor.helperEnded(failure === undefined ? 0 : ExitCode.OwnFailure, 0, performance.now());
    } else {
      this.helpers.start(helper, index, command);
    }
  }

  /** A child that libuv has waited for: the main process or a hook. */
  private childExited(pid: number, waitStatus: number): void {
    this.main.passOverOther();
    this.tell(() => this.supervisor.childExited(pid, waitStatus, performance.now()));
    this.reap();
  }

  private passHeldOn(): void {
    const held = [...this.held];
    this.held.clear();
    if (this.main.pid !== 0) for (const signo of held) this.signal(signo);
  }

  private check(signo: number, target: number, errno: number): void {
    if (errno !== 0) this.supervisor.sendFailed(signo, target, errno);
  }

  private suspendSelf(signo: number): void {
    const tell = () => this.tell(() => this.supervisor.suspendRefused(signo));
    this.surroundings.signals.suspendSelf(signo, tell);
  }

  private reap(): void {
    if (this.isOver) return;
    const rest = this.children.rest(this.isSubreaper, this.main.pid);
    if (rest === "none") this.tell(() => this.supervisor.noChildren(performance.now()));
    else if (rest === "living" && this.main.pid !== 0) this.lookForStop();
    else if (rest === "living" && !this.helpers.isDying)
      this.tell(() => this.supervisor.childrenLeft(performance.now()));
  }

  private lookForStop(): void {
    const signo = kernel()?.lookForStopped(this.main.pid) ?? 0;
    if (signo !== 0) this.tell(() => this.supervisor.mainStopped(signo));
  }

  private end(exitCode: number): void {
    this.close();
    this.surroundings.exit(exitCode);
  }
}
