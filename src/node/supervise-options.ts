import type { LogLevel, SignalName } from "./events.ts";

/** A signal by its number, or by its name with or without SIG: 15, "TERM", "SIGTERM", "RTMIN+1". */
export type SignalLike = SignalName | number;

/** A time in milliseconds, or as the command line has it: 500, "500ms", "1m30s". */
export type DurationLike = number | string;

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
