/**
 * The option table. It feeds the native parser, the commander program of the Node body, --help, the environment
 * variables and the generated reference, so that they cannot differ.
 */

import { toUpper } from "./ascii.ts";

/** In place of a variable: LISSOM_ and the long name. To keep each of them as a string costs more than a kilobyte. */
const OWN: string = "LISSOM_";

/** Names an option in code. The order is the order of the table. */
export const enum OptionId {
  Map,
  To,
  StopOn,
  Grace,
  Then,
  Leftovers,
  BeforeStart,
  BeforeStop,
  BeforeStopHttp,
  AfterExit,
  HookTimeout,
  Delay,
  Drain,
  DrainTimeout,
  Budget,
  RepeatStop,
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
   * @param source the environment variable, or OWN
   * @param value name of the value, empty where the option takes none
   * @param separator between the values in the variable, empty where the option takes but one
   */
  constructor(
    readonly id: OptionId,
    readonly short: string,
    readonly long: string,
    private readonly source: string,
    readonly value: string,
    readonly fallback: string,
    readonly separator: string,
    readonly help: string,
  ) {}

  /** The environment variable that sets it too, empty for those that make lissom do something else. */
  get variable(): string {
    if (this.source !== OWN) return this.source;
    let name = OWN;
    for (let i = 0; i < this.long.length; i++)
      name += String.fromCharCode(variableCode(this.long.charCodeAt(i)));
    return name;
  }

  /** Whether an environment variable of that name sets it. Makes no object, as there may be many variables. */
  isSetBy(name: string): bool {
    if (this.source !== OWN) return this.source.length > 0 && this.source === name;
    if (name.length !== OWN.length + this.long.length || !name.startsWith(OWN)) return false;
    for (let i = 0; i < this.long.length; i++) {
      if (name.charCodeAt(OWN.length + i) !== variableCode(this.long.charCodeAt(i))) return false;
    }
    return true;
  }
}

function variableCode(code: i32): i32 {
  return code === 0x2d ? 0x5f : toUpper(code);
}

/** Every option, indexed by OptionId. */
export const OPTIONS: Array<Option> = [
  new Option(OptionId.Map, "m", "map", OWN, "FROM=TO", "", ",", "pass signal FROM on as TO; none drops it"),
  new Option(OptionId.To, "t", "to", OWN, "WHOM", "group", "", "who gets signals: child, group or all"),
  new Option(OptionId.StopOn, "", "stop-on", OWN, "SIGNALS", "TERM,INT", "", "signals that begin a stop"),
  new Option(
    OptionId.Grace,
    "g",
    "grace",
    OWN,
    "DURATION",
    "10s",
    "",
    "time to end by itself: 500ms, 1m30s, never",
  ),
  new Option(
    OptionId.Then,
    "",
    "then",
    OWN,
    "SIGNAL[:WAIT]",
    "",
    ",",
    "after the grace, before SIGKILL; WAIT is 5s",
  ),
  new Option(
    OptionId.Leftovers,
    "",
    "leftovers",
    OWN,
    "HOW",
    "stop",
    "",
    "what outlives the command: stop, kill, wait",
  ),
  new Option(
    OptionId.BeforeStart,
    "",
    "before-start",
    OWN,
    "COMMAND",
    "",
    "\n",
    "run before the command is started; it must succeed",
  ),
  new Option(OptionId.BeforeStop, "", "before-stop", OWN, "COMMAND", "", "\n", "run before the stop signal"),
  new Option(
    OptionId.BeforeStopHttp,
    "",
    "before-stop-http",
    OWN,
    "[METHOD] URL",
    "",
    "\n",
    "request before the stop signal; http only",
  ),
  new Option(OptionId.AfterExit, "", "after-exit", OWN, "COMMAND", "", "\n", "run when all is over"),
  new Option(
    OptionId.HookTimeout,
    "",
    "hook-timeout",
    OWN,
    "DURATION",
    "5s",
    "",
    "time limit of each of the last three",
  ),
  new Option(OptionId.Delay, "", "delay", OWN, "DURATION", "", "", "wait before the stop signal"),
  new Option(
    OptionId.Drain,
    "",
    "drain",
    OWN,
    "PORT[,PORT]",
    "",
    ",",
    "wait until these ports have no connection",
  ),
  new Option(
    OptionId.DrainTimeout,
    "",
    "drain-timeout",
    OWN,
    "DURATION",
    "",
    "",
    "limit of that wait; the grace, if unset",
  ),
  new Option(OptionId.Budget, "", "budget", OWN, "DURATION", "", "", "outer limit of the whole stop"),
  new Option(
    OptionId.RepeatStop,
    "",
    "repeat-stop",
    OWN,
    "HOW",
    "forward",
    "",
    "another stop request: forward, next, kill",
  ),
  new Option(OptionId.ExitMap, "e", "exit-map", OWN, "FROM=TO", "", ",", "exit with TO for FROM: 143=0"),
  new Option(
    OptionId.ParentDeath,
    "",
    "parent-death",
    OWN,
    "SIGNAL",
    "",
    "",
    "signal to receive when the parent dies",
  ),
  new Option(
    OptionId.LogLevel,
    "l",
    "log-level",
    OWN,
    "LEVEL",
    "warn",
    "",
    "silent, error, warn, info, debug, trace",
  ),
  new Option(OptionId.LogFormat, "", "log-format", OWN, "FORMAT", "", "", "json or text; text on a terminal"),
  new Option(
    OptionId.Engine,
    "",
    "engine",
    OWN,
    "ENGINE",
    "auto",
    "",
    "auto, native or node; for the npm launcher",
  ),
  new Option(
    OptionId.Install,
    "",
    "install",
    "",
    "FILE",
    "",
    "",
    "copy the native executable to FILE (launcher)",
  ),
  new Option(OptionId.Help, "h", "help", "", "", "", "", "show this help"),
  new Option(OptionId.Version, "V", "version", "", "", "", "", "show the version"),
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
    if (option.isSetBy(name)) return option;
  }
  return null;
}
