/**
 * The option table. It feeds the native parser, the commander program of the Node body, --help, the environment
 * variables and the generated reference, so that they cannot differ.
 */

/** Names an option in code. The order is the order of the table. */
export const enum OptionId {
  Map,
  To,
  StopOn,
  Grace,
  Then,
  Leftovers,
  ExitMap,
  ParentDeath,
  LogLevel,
  LogFormat,
  Engine,
  Install,
  Help,
  Version,
  // Only in the tables of other inits' options, personality.ts.
  Subreaper,
  DeathSignal,
  Verbose,
  WarnReaped,
  ToGroup,
  ExitZero,
  License,
  SingleChild,
  NoSession,
  Rewrite,
  Pause,
}

/** One option as a user sees it. */
export class Option {
  /**
   * @param variable the environment variable that sets it too, empty for those that make lissom do something else
   * @param value name of the value, empty where the option takes none
   */
  constructor(
    readonly id: OptionId,
    readonly short: string,
    readonly long: string,
    readonly variable: string,
    readonly value: string,
    readonly fallback: string,
    readonly repeatable: bool,
    readonly help: string,
  ) {}
}

/** Every option, indexed by OptionId. */
export const OPTIONS: Array<Option> = [
  new Option(
    OptionId.Map,
    "m",
    "map",
    "LISSOM_MAP",
    "FROM=TO",
    "",
    true,
    "pass signal FROM on as TO; none drops it",
  ),
  new Option(
    OptionId.To,
    "t",
    "to",
    "LISSOM_TO",
    "WHOM",
    "group",
    false,
    "who gets signals: child, group or all",
  ),
  new Option(
    OptionId.StopOn,
    "",
    "stop-on",
    "LISSOM_STOP_ON",
    "SIGNALS",
    "TERM,INT",
    false,
    "signals that begin a stop",
  ),
  new Option(
    OptionId.Grace,
    "g",
    "grace",
    "LISSOM_GRACE",
    "DURATION",
    "10s",
    false,
    "time to end by itself: 500ms, 1m30s, never",
  ),
  new Option(
    OptionId.Then,
    "",
    "then",
    "LISSOM_THEN",
    "SIGNAL[:WAIT]",
    "",
    true,
    "after the grace, before SIGKILL; WAIT is 5s",
  ),
  new Option(
    OptionId.Leftovers,
    "",
    "leftovers",
    "LISSOM_LEFTOVERS",
    "HOW",
    "stop",
    false,
    "what outlives the command: stop, kill, wait",
  ),
  new Option(
    OptionId.ExitMap,
    "e",
    "exit-map",
    "LISSOM_EXIT_MAP",
    "FROM=TO",
    "",
    true,
    "exit with TO for FROM: 143=0",
  ),
  new Option(
    OptionId.ParentDeath,
    "",
    "parent-death",
    "LISSOM_PARENT_DEATH",
    "SIGNAL",
    "",
    false,
    "signal to receive when the parent dies",
  ),
  new Option(
    OptionId.LogLevel,
    "l",
    "log-level",
    "LISSOM_LOG_LEVEL",
    "LEVEL",
    "warn",
    false,
    "silent, error, warn, info, debug, trace",
  ),
  new Option(
    OptionId.LogFormat,
    "",
    "log-format",
    "LISSOM_LOG_FORMAT",
    "FORMAT",
    "",
    false,
    "json or text; text on a terminal",
  ),
  new Option(
    OptionId.Engine,
    "",
    "engine",
    "LISSOM_ENGINE",
    "ENGINE",
    "auto",
    false,
    "auto, native or node; for the npm launcher",
  ),
  new Option(
    OptionId.Install,
    "",
    "install",
    "",
    "FILE",
    "",
    false,
    "copy the native executable to FILE (launcher)",
  ),
  new Option(OptionId.Help, "h", "help", "", "", "", false, "show this help"),
  new Option(OptionId.Version, "V", "version", "", "", "", false, "show the version"),
];

/** Finds an option of a table by its long name, without dashes, or null. */
export function findLong(options: Array<Option>, name: string): Option | null {
  for (let i = 0; i < options.length; i++) {
    const option = options[i] as Option;
    if (option.long.length > 0 && option.long === name) return option;
  }
  return null;
}

/** Finds an option of a table by its letter, or null. */
export function findShort(options: Array<Option>, letter: string): Option | null {
  for (let i = 0; i < options.length; i++) {
    const option = options[i] as Option;
    if (option.short.length > 0 && option.short === letter) return option;
  }
  return null;
}

/** Finds the option of a table that an environment variable sets, or null. */
export function findVariable(options: Array<Option>, name: string): Option | null {
  for (let i = 0; i < options.length; i++) {
    const option = options[i] as Option;
    if (option.variable.length > 0 && option.variable === name) return option;
  }
  return null;
}
