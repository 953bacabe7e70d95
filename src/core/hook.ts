/** The commands and requests that run around the main process. */

/** When a hook runs. */
export const enum HookTime {
  /** Before the command is started, with no limit of time. */
  BeforeStart,
  /** After the stop request, before anything else of the stop. */
  BeforeStop,
  /** When the last process has ended. */
  AfterExit,
}

/** The variables that tell a hook about the life that it belongs to. */
export const TELLING_VARIABLES: Array<string> = [
  "LISSOM_SIGNAL",
  "LISSOM_PID",
  "LISSOM_EXIT_CODE",
  "LISSOM_REASON",
];

/** The variables that ask for hooks. */
export const ASKING_VARIABLES: Array<string> = [
  "LISSOM_BEFORE_START",
  "LISSOM_BEFORE_STOP",
  "LISSOM_BEFORE_STOP_HTTP",
  "LISSOM_AFTER_EXIT",
];

/** One hook: a command, or an HTTP request. */
export class Hook {
  /** The program and its arguments; empty for an HTTP request. */
  words: Array<string> = [];
  /** Such as GET; empty for a command. */
  method: string = "";
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  host: string = "";
  /** 1 to 65535. */
  port: i32 = 80;
  /** Path and query, beginning with a slash. */
  path: string = "/";

  /** @param text as the user wrote it, for the log */
  constructor(
    readonly time: HookTime,
    readonly text: string,
  ) {}

  /** Whether it is an HTTP request. */
  isRequest(): bool {
    return this.method.length > 0;
  }
}

/** The index of the first hook for a time at or behind `from`, or -1. */
export function findHook(hooks: Array<Hook>, time: HookTime, from: i32): i32 {
  for (let i = from; i < hooks.length; i++) {
    if ((hooks[i] as Hook).time === time) return i;
  }
  return -1;
}

/** Whether there is a hook for a time. */
export function hasHook(hooks: Array<Hook>, time: HookTime): bool {
  return findHook(hooks, time, 0) >= 0;
}

/** How many hooks there are for a time. */
export function countHooks(hooks: Array<Hook>, time: HookTime): i32 {
  let count = 0;
  for (let i = 0; i < hooks.length; i++) {
    if ((hooks[i] as Hook).time === time) count += 1;
  }
  return count;
}
