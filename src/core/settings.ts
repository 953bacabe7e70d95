import { NEVER } from "./duration.ts";
import { Hook } from "./hook.ts";
import { SIGNAL_MAX, Signal } from "./signals.ts";

/**
 * Who receives a signal. Outsiders are all processes of ours except the main process's group, Rest is what is left of
 * that group once the main process was reaped.
 */
export const enum Target {
  Child,
  Group,
  All,
  Outsiders,
  Rest,
}

/** What happens to the processes that outlive the main process. */
export const enum Leftovers {
  Stop,
  Kill,
  Wait,
  /** They are left to whoever adopts them, or to the kernel where lissom is PID 1: what the other inits do. */
  Leave,
}

/** Log levels with pino's numbers. */
export const enum Level {
  Trace = 10,
  Debug = 20,
  Info = 30,
  Warn = 40,
  Error = 50,
  Silent = 100,
}

/** How log entries look. Auto is text on a terminal and JSON elsewhere. */
export const enum LogFormat {
  Auto,
  Json,
  Text,
}

/** Which body runs. */
export const enum Engine {
  Auto,
  Native,
  Node,
}

/** What a stop request does while a stop is under way. */
export const enum RepeatStop {
  /** It is passed on, and changes no timer. */
  Forward,
  /** The part of the stop that is under way is over: what comes behind it begins. */
  Next,
  /** SIGKILL to all that is left. */
  Kill,
}

const DEFAULT_GRACE_MS: f64 = 10_000;
/** In a signal map: the signal is dropped. */
export const DROP: i32 = 0;

/** Tables in which everything stands for itself. The native body has them ready made. */
const EVERY_SIGNAL: Uint8Array = identity(SIGNAL_MAX + 1);
const EVERY_CODE: Uint8Array = identity(256);

function identity(length: i32): Uint8Array {
  const table = new Uint8Array(length);
  for (let i = 0; i < length; i++) table[i] = i;
  return table;
}

/** One step of the stop plan after the grace. */
export class StopStep {
  /** @param waitMs time after the signal before the next step, finite */
  constructor(
    readonly signo: i32,
    readonly waitMs: f64,
  ) {}
}

/** Everything that a user can set. Filled before the command starts and read-only from then on. */
export class Settings {
  /** What each signal is passed on as, by number; DROP for not at all. */
  readonly map: Uint8Array = new Uint8Array(SIGNAL_MAX + 1);
  /** 1 for the signals that begin a stop, by number. */
  readonly stopOn: Uint8Array = new Uint8Array(SIGNAL_MAX + 1);
  /** What each exit code becomes, by code. */
  readonly exitMap: Uint8Array = new Uint8Array(256);
  /** The steps between the grace and SIGKILL, in order. */
  readonly steps: Array<StopStep> = [];
  to: Target = Target.Group;
  /** Milliseconds, or NEVER. */
  graceMs: f64 = DEFAULT_GRACE_MS;
  leftovers: Leftovers = Leftovers.Stop;
  /** The hooks, those of one time in their order. */
  readonly hooks: Array<Hook> = [];
  /** The time limit of a hook at the stop and after the exit, in milliseconds above 0. */
  hookTimeoutMs: f64 = 5000;
  /** The wait between the stop request and the stop signal, in milliseconds. */
  delayMs: f64 = 0;
  /** The local TCP ports whose connections are waited for before the stop signal. */
  readonly drainPorts: Array<i32> = [];
  /** The limit of that wait in milliseconds; below 0 it is the grace. */
  drainTimeoutMs: f64 = -1;
  /** The outer limit of a stop in milliseconds, or NEVER for none. */
  budgetMs: f64 = NEVER;
  repeatStop: RepeatStop = RepeatStop.Forward;
  /** The signal to receive when the parent dies, 0 for none. */
  parentDeath: i32 = 0;
  logLevel: Level = Level.Warn;
  logFormat: LogFormat = LogFormat.Auto;
  engine: Engine = Engine.Auto;
  /** Where the launcher copies the native executable, empty for nowhere. */
  install: string = "";
  help: bool = false;
  version: bool = false;

  // What only the other inits' command lines can say (personality.ts).

  /** Whether lissom adopts orphans where it is not PID 1. */
  subreaper: bool = true;
  /** Whether it is said that orphans are not adopted. */
  warnsNotReaping: bool = false;
  /** Whether each reaped orphan is worth a warning. */
  warnsReaped: bool = false;
  /** Whether the command gets the signal mask, and an ignored SIGCHLD, that lissom was started with. */
  inheritsMask: bool = false;
  /** Whether the command gets a session of its own, and in it the terminal. */
  session: bool = false;
  /** Whether a terminal stop that lissom receives suspends lissom too. */
  suspendsSelf: bool = false;
  /** Whether what is left of the command's group gets TERM when the command ends. */
  termAtEnd: bool = false;
  /** Whether there is no command: lissom reaps until a stop request comes. */
  pauses: bool = false;
  /** Whether the licence is asked for. */
  license: bool = false;
  /** The exit code where lissom itself could not do its work. */
  ownFailureCode: i32 = 125;
  /** The exit code where the command could not be run; 0 for 126 or 127, by the reason. */
  startFailureCode: i32 = 0;

  constructor() {
    this.clearMap();
    this.clearExitMap();
    this.stopOn[Signal.Term] = 1;
    this.stopOn[Signal.Int] = 1;
  }

  /** Passes every signal on as itself. */
  clearMap(): void {
    this.map.set(EVERY_SIGNAL);
  }

  /** Makes no signal begin a stop. */
  clearStopOn(): void {
    this.stopOn.fill(0);
  }

  /** Leaves every exit code as it is. */
  clearExitMap(): void {
    this.exitMap.set(EVERY_CODE);
  }

  /** The limit of the drain: unless it is set the grace, or where that never ends what it is by default. */
  drainLimitMs(): f64 {
    if (this.drainTimeoutMs >= 0) return this.drainTimeoutMs;
    return this.graceMs === NEVER ? DEFAULT_GRACE_MS : this.graceMs;
  }

  /** Whether the arrival of the signal begins a stop. A dropped signal does nothing, so it begins none. */
  isStopRequest(signo: i32): bool {
    return (this.stopOn[signo] as i32) !== 0 && (this.map[signo] as i32) !== DROP;
  }
}
