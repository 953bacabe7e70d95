/**
 * The vocabulary of the log. An entry is an event and up to three numbers; both bodies write it from this table, so a
 * reader finds the same names whatever body ran.
 */
import { Level } from "./settings.ts";

/** Names an event in code; the order is that of the table. */
export const enum Event {
  CommandStarted,
  StartFailed,
  StopBeforeStart,
  SignalReceived,
  SignalDropped,
  SignalSent,
  SignalFailed,
  StopRequested,
  StopEscalated,
  KillSent,
  MainStopped,
  MainContinued,
  MainExited,
  LeftoversFound,
  OrphanReaped,
  ProcessesUnkillable,
  Finished,
  SubreaperFailed,
  NoProcessTable,
  VariableUnknown,
  LinesDropped,
  HeadFault,
  ZombieReaped,
  NotReaping,
  HookStarted,
  HookFailed,
  HookTimedOut,
  HookSkipped,
  HookMissing,
  BeforeStartFailed,
  DrainStarted,
  Drained,
  ConnectionsCut,
  NoConnectionTable,
  BudgetTooShort,
  OutOfMemory,
}

/** How the number of a field is shown. */
export const enum FieldKind {
  Number,
  Signal,
  /** Shown only where it is not 0. */
  SignalIfAny,
  /** Also behind the message, as `=12`: what people of another init search their logs for. */
  InMessage,
  /** One of child, group, all, outsiders. */
  Target,
  /** Shown only where it is not UNKNOWN. */
  NumberIfAny,
  /** The word for a Reason. */
  Reason,
  /** Pids and names of the processes that were killed, from the ending. */
  Survivors,
}

/** A named number of an entry. */
export class Field {
  constructor(
    readonly name: string,
    readonly kind: FieldKind,
  ) {}
}

/** An event as a reader of the log meets it. */
export class EventSpec {
  /** @param message a sentence without the numbers @param fields in the order of the entry's numbers; behind the third, of the ending's facts */
  constructor(
    readonly name: string,
    readonly level: Level,
    readonly message: string,
    readonly fields: Array<Field>,
  ) {}
}

const SIGNAL = new Field("signal", FieldKind.Signal);
const SENDER = new Field("senderPid", FieldKind.Number);
const MAIN = new Field("mainPid", FieldKind.Number);
const EXIT_CODE = new Field("exitCode", FieldKind.Number);
const ENDED_BY = new Field("signal", FieldKind.SignalIfAny);
const ERRNO = new Field("errno", FieldKind.Number);
const TARGET = new Field("to", FieldKind.Target);
const COUNT = new Field("count", FieldKind.Number);
const WAIT = new Field("waitMs", FieldKind.Number);

const SURVIVORS = new Field("survivors", FieldKind.Survivors);

function part(name: string): Field {
  return new Field(name, FieldKind.NumberIfAny);
}

/** Every event, indexed by Event. */
export const EVENTS: Array<EventSpec> = [
  new EventSpec("commandStarted", Level.Info, "command started", [MAIN]),
  new EventSpec("startFailed", Level.Error, "cannot start", [EXIT_CODE, ERRNO]),
  new EventSpec("stopBeforeStart", Level.Info, "stopped before the command was started", [SIGNAL, EXIT_CODE]),
  new EventSpec("signalReceived", Level.Debug, "signal received", [SIGNAL, SENDER]),
  new EventSpec("signalDropped", Level.Debug, "signal dropped", [SIGNAL]),
  new EventSpec("signalSent", Level.Debug, "signal sent", [SIGNAL, TARGET]),
  new EventSpec("signalFailed", Level.Warn, "signal could not be sent", [SIGNAL, TARGET, ERRNO]),
  new EventSpec("stopRequested", Level.Info, "stop requested", [SIGNAL, SENDER, WAIT]),
  new EventSpec("stopEscalated", Level.Warn, "not ended in time, sending the next signal", [SIGNAL, WAIT]),
  new EventSpec("killSent", Level.Warn, "not ended in time, killing what is left", [SIGNAL, SURVIVORS]),
  new EventSpec("mainStopped", Level.Info, "command is suspended", [SIGNAL]),
  new EventSpec("mainContinued", Level.Info, "command is continued, as nobody else could", [SIGNAL]),
  new EventSpec("mainExited", Level.Info, "command ended", [EXIT_CODE, ENDED_BY]),
  new EventSpec("leftoversFound", Level.Info, "processes outlive the command", [WAIT]),
  new EventSpec("orphanReaped", Level.Trace, "orphan reaped", [
    new Field("orphanPid", FieldKind.Number),
    EXIT_CODE,
    ENDED_BY,
  ]),
  new EventSpec("processesUnkillable", Level.Error, "processes did not end on SIGKILL, leaving them", [WAIT]),
  new EventSpec("finished", Level.Info, "all is over", [
    EXIT_CODE,
    new Field("reason", FieldKind.Reason),
    ENDED_BY,
    new Field("stopSignal", FieldKind.SignalIfAny),
    part("senderPid"),
    part("beforeStartMs"),
    part("runMs"),
    part("beforeStopMs"),
    part("delayMs"),
    part("drainMs"),
    part("stoppingMs"),
    part("leftoversMs"),
    part("killingMs"),
    part("afterExitMs"),
    part("connectionsCut"),
    part("oomKills"),
    part("peakMemoryKiB"),
    part("cpuMs"),
    SURVIVORS,
  ]),
  new EventSpec("subreaperFailed", Level.Warn, "cannot become subreaper, orphans go to another process", [
    ERRNO,
  ]),
  new EventSpec("noProcessTable", Level.Warn, "cannot read /proc, only the command's group is reached", []),
  new EventSpec("variableUnknown", Level.Warn, "ignored", []),
  new EventSpec("linesDropped", Level.Warn, "log lines were dropped, stderr was full", [COUNT]),
  new EventSpec("headFault", Level.Error, "internal fault, only forwarding and reaping from now on", []),
  new EventSpec("zombieReaped", Level.Warn, "Reaped zombie process with pid", [
    new Field("orphanPid", FieldKind.InMessage),
  ]),
  new EventSpec(
    "notReaping",
    Level.Warn,
    "not PID 1 and no subreaper (-s), so zombie reaping won't work",
    [],
  ),
  new EventSpec("hookStarted", Level.Info, "hook started", [WAIT]),
  new EventSpec("hookFailed", Level.Warn, "hook failed, going on", [EXIT_CODE, ENDED_BY]),
  new EventSpec("hookTimedOut", Level.Warn, "hook not done in time, killed", [WAIT]),
  new EventSpec("hookSkipped", Level.Warn, "hook cut short or left out", []),
  // As what is wrong with the options, whatever the level and the format are.
  new EventSpec("hookMissing", Level.Silent, "cannot run a hook, nothing is started", []),
  new EventSpec("beforeStartFailed", Level.Error, "hook failed, the command is not started", [
    EXIT_CODE,
    ENDED_BY,
  ]),
  new EventSpec("drainStarted", Level.Info, "waiting for connections to end", [COUNT]),
  new EventSpec("drained", Level.Info, "no connection is left", []),
  new EventSpec("connectionsCut", Level.Warn, "connections did not end in time, stopping nevertheless", [
    part("count"),
  ]),
  new EventSpec(
    "noConnectionTable",
    Level.Warn,
    "cannot read /proc/net/tcp, not waiting for connections",
    [],
  ),
  new EventSpec(
    "budgetTooShort",
    Level.Warn,
    "the stop may not fit into its budget and would be cut short",
    [],
  ),
  new EventSpec("outOfMemory", Level.Warn, "the kernel killed processes, as memory had run out", [COUNT]),
];

/** The name of a level, for text lines and for pino. */
export function levelName(level: Level): string {
  if (level === Level.Trace) return "trace";
  if (level === Level.Debug) return "debug";
  if (level === Level.Info) return "info";
  if (level === Level.Warn) return "warn";
  return "error";
}

/** The name of a target in the log. */
export function targetName(target: i32): string {
  if (target === 0) return "child";
  if (target === 2) return "all";
  if (target === 3) return "outsiders";
  return "group";
}
