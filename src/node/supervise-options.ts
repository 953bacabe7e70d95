import type { LogLevel, SignalName } from "./events.ts";

/** A signal by its number, or by its name with or without SIG: 15, "TERM", "SIGTERM", "RTMIN+1". */
export type SignalLike = SignalName | number;

/** A time in milliseconds, or as the command line has it: 500, "500ms", "1m30s". */
export type DurationLike = number | string;

/** A command in one text, as the command line has it, or its words. No shell reads it. */
export type HookCommand = string | readonly string[];

/** An HTTP request. The method is GET unless it says another. */
export interface HookRequest {
  method?: string;
  url: string;
}

/** How to supervise a command. What is left out is as on the command line. */
export interface SuperviseOptions {
  /** What signals are passed on as; "none" drops one: `{ HUP: "none", TERM: "QUIT" }`. */
  map?: Record<string, SignalLike>;
  /** Who gets signals. Default "group". */
  to?: "child" | "group" | "all";
  /** The signals that begin a stop. Default TERM and INT. */
  stopOn?: readonly SignalLike[];
  /** The time to end by itself once a stop has begun. Default "10s"; "never" leaves the end to others. */
  grace?: DurationLike;
  /** --then: further signals after the grace and before SIGKILL, each with its own wait of 5 s unless it says another. */
  steps?: readonly (SignalLike | { signal: SignalLike; wait?: DurationLike })[];
  /** What happens to the processes that outlive the command. Default "stop". */
  leftovers?: "stop" | "kill" | "wait";
  /** Run before the command is started, in order; one that fails ends the start. */
  beforeStart?: readonly HookCommand[];
  /** Run when a stop begins, before the stop signal, in order: commands and HTTP requests. */
  beforeStop?: readonly (HookCommand | HookRequest)[];
  /** Run when the last process has ended, in order. */
  afterExit?: readonly HookCommand[];
  /** The time limit of each hook of the last two kinds. Default "5s". */
  hookTimeout?: DurationLike;
  /** The wait before the stop signal, behind the hooks. Default none. */
  delay?: DurationLike;
  /** The local TCP ports whose connections are waited for before the stop signal, behind the delay. */
  drain?: readonly number[];
  /** The limit of that wait. Default: the grace. */
  drainTimeout?: DurationLike;
  /** The outer limit of the whole stop. Default: none, the waits add up. */
  budget?: DurationLike;
  /** What another stop request does during a stop. Default "forward". */
  repeatStop?: "forward" | "next" | "kill";
  /** What exit codes become: `{ 143: 0 }`. */
  exitMap?: Record<number, number>;
  /** The signal to receive when the parent of this process dies. */
  parentDeath?: SignalLike;
  /** The least severe entries that are written to stderr. Default "warn". Events are emitted in any case. */
  logLevel?: LogLevel | "silent";
  /** How entries are written. Default "text" on a terminal, "json" elsewhere. */
  logFormat?: "json" | "text";
  /** Variables for the command beside those of this process; undefined takes one away. */
  env?: NodeJS.ProcessEnv;
  /** Where the command starts. Default: the working directory. */
  cwd?: string;
}
