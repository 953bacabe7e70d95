/** The log's events as types. They ship with the package, so they lean on nothing of the head. */

/** A level of the log. */
export type LogLevel = "error" | "warn" | "info" | "debug" | "trace";
/** The full name of a signal, such as SIGTERM or SIGRTMIN+3. */
export type SignalName = string;
/** Who receives a signal; outsiders are all supervised processes but the main process's group. */
export type TargetName = "child" | "group" | "all" | "outsiders";
/** Why a life ended; start-failed also where a stop request or a hook kept the command from being started. */
export type EndReason = "exited" | "signalled" | "killed-after-grace" | "out-of-memory" | "start-failed";
/** A process that was alive when SIGKILL came. */
export interface Survivor {
  pid: number;
  /** As the kernel has it, cut to 15 bytes. */
  name: string;
}

/** The log's vocabulary: the fields of every event, by its name. Times are milliseconds, "never" for no end. */
export interface EventFields {
  commandStarted: { mainPid: number };
  startFailed: { exitCode: number; errno: number };
  stopBeforeStart: { signal: SignalName; exitCode: number };
  signalReceived: { signal: SignalName; senderPid: number };
  signalDropped: { signal: SignalName };
  signalSent: { signal: SignalName; to: TargetName };
  signalFailed: { signal: SignalName; to: TargetName; errno: number };
  stopRequested: { signal: SignalName; senderPid: number; waitMs: number | "never" };
  stopEscalated: { signal: SignalName; waitMs: number | "never" };
  killSent: { signal: SignalName; survivors?: Survivor[] };
  mainStopped: { signal: SignalName };
  mainContinued: { signal: SignalName };
  mainExited: { exitCode: number; signal?: SignalName };
  leftoversFound: { waitMs: number | "never" };
  orphanReaped: { orphanPid: number; exitCode: number; signal?: SignalName };
  processesUnkillable: { waitMs: number | "never" };
  finished: {
    exitCode: number;
    reason: EndReason;
    signal?: SignalName;
    stopSignal?: SignalName;
    senderPid?: number;
    beforeStartMs?: number;
    runMs?: number;
    beforeStopMs?: number;
    delayMs?: number;
    drainMs?: number;
    stoppingMs?: number;
    leftoversMs?: number;
    killingMs?: number;
    afterExitMs?: number;
    connectionsCut?: number;
    oomKills?: number;
    peakMemoryKiB?: number;
    cpuMs?: number;
    survivors?: Survivor[];
  };
  subreaperFailed: { errno: number };
  noProcessTable: Record<never, never>;
  variableUnknown: Record<never, never>;
  linesDropped: { count: number };
  headFault: Record<never, never>;
  zombieReaped: { orphanPid: number };
  notReaping: Record<never, never>;
  hookStarted: { waitMs: number | "never" };
  hookFailed: { exitCode: number; signal?: SignalName };
  hookTimedOut: { waitMs: number | "never" };
  hookSkipped: Record<never, never>;
  hookMissing: Record<never, never>;
  beforeStartFailed: { exitCode: number; signal?: SignalName };
  drainStarted: { count: number };
  drained: Record<never, never>;
  connectionsCut: { count?: number };
  noConnectionTable: Record<never, never>;
  budgetTooShort: Record<never, never>;
  outOfMemory: { count: number };
}

/** The name of an event. */
export type EventName = keyof EventFields;

/** One entry of the log: what happened, and the numbers behind it. */
export type LogEntry<Name extends EventName = EventName> = {
  [Each in Name]: { event: Each; level: LogLevel; msg: string } & EventFields[Each];
}[Name];

/** What listeners receive, by event name; `entry` is every entry. */
export type EventMap = { [Name in EventName]: [entry: LogEntry<Name>] } & { entry: [entry: LogEntry] };
