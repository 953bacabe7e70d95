/**
 * Other inits by whose name lissom may be called. A personality is a table of options over the one parser, and
 * defaults over the one head: the words that an image was built with keep their meaning. The LISSOM_ variables work in
 * every personality, and win.
 */
import { NEVER } from "./duration.ts";
import { OPTIONS, Option, OptionId } from "./options.ts";
import { Leftovers, LogFormat, Settings, Target } from "./settings.ts";
import { Signal } from "./signals.ts";

/** Whose command line is spoken. */
export const enum Personality {
  Lissom,
  Tini,
  DumbInit,
  Catatonit,
}

const TINI_OPTIONS: Array<Option> = [
  new Option(OptionId.Subreaper, "s", "", "TINI_SUBREAPER", "", "", "", "adopt orphans where not PID 1"),
  new Option(OptionId.DeathSignal, "p", "", "", "SIGNAL", "", "", "signal to receive when the parent dies"),
  new Option(OptionId.Verbose, "v", "", "TINI_VERBOSITY", "", "1", "", "say more; up to three times"),
  new Option(OptionId.WarnReaped, "w", "", "", "", "", "", "warn of each orphan that is reaped"),
  new Option(
    OptionId.ToGroup,
    "g",
    "",
    "TINI_KILL_PROCESS_GROUP",
    "",
    "",
    "",
    "signals go to the command's group",
  ),
  new Option(OptionId.ExitZero, "e", "", "", "CODE", "", "", "exit with 0 for CODE"),
  new Option(OptionId.License, "l", "", "", "", "", "", "show the licence"),
  new Option(OptionId.Help, "h", "", "", "", "", "", "show this help"),
  new Option(OptionId.Version, "", "version", "", "", "", "", "show the version"),
];

const DUMB_INIT_OPTIONS: Array<Option> = [
  new Option(OptionId.SingleChild, "c", "single-child", "", "", "", "", "signals go to the command alone"),
  new Option(OptionId.NoSession, "", "", "DUMB_INIT_SETSID", "", "", "", "0: as -c"),
  new Option(
    OptionId.Rewrite,
    "r",
    "rewrite",
    "",
    "FROM:TO",
    "",
    "",
    "pass signal FROM on as TO; 0 drops it",
  ),
  new Option(OptionId.Verbose, "v", "verbose", "DUMB_INIT_DEBUG", "", "", "", "say more"),
  new Option(OptionId.Help, "h", "help", "", "", "", "", "show this help"),
  new Option(OptionId.Version, "V", "version", "", "", "", "", "show the version"),
];

const CATATONIT_OPTIONS: Array<Option> = [
  new Option(OptionId.Pause, "P", "", "", "", "", "", "no command: reap until TERM or INT"),
  new Option(OptionId.ToGroup, "g", "", "", "", "", "", "signals go to the command's group"),
  new Option(OptionId.Verbose, "", "", "CATATONIT_DEBUG", "", "", "", "say more"),
  new Option(OptionId.License, "L", "", "", "", "", "", "show the licence"),
  new Option(OptionId.Help, "h", "", "", "", "", "", "show this help"),
  new Option(OptionId.Version, "V", "version", "", "", "", "", "show the version"),
];

/** The personality for the path by which lissom was called: its last part decides. */
export function personalityOf(path: string): Personality {
  const name = path.substring(path.lastIndexOf("/") + 1);
  if (name === "tini" || name === "tini-static" || name === "docker-init") return Personality.Tini;
  if (name === "dumb-init") return Personality.DumbInit;
  if (name === "catatonit" || name === "podman-init") return Personality.Catatonit;
  return Personality.Lissom;
}

/** The options of a personality's command line. */
export function optionsOf(personality: Personality): Array<Option> {
  if (personality === Personality.Tini) return TINI_OPTIONS;
  if (personality === Personality.DumbInit) return DUMB_INIT_OPTIONS;
  if (personality === Personality.Catatonit) return CATATONIT_OPTIONS;
  return OPTIONS;
}

/** What --version says: for the others their version first, as docker reads it from docker-init. */
export function versionOf(personality: Personality): string {
  if (personality === Personality.Tini) return "tini version 0.19.0 - ";
  if (personality === Personality.DumbInit) return "dumb-init v1.2.5 - ";
  if (personality === Personality.Catatonit) return "tini version 0.1.7_catatonit - ";
  return "";
}

/** Sets what a personality does where it is told nothing. */
export function applyDefaults(settings: Settings, personality: Personality): void {
  if (personality === Personality.Lissom) return;
  settings.graceMs = NEVER;
  settings.leftovers = Leftovers.Leave;
  settings.logFormat = LogFormat.Text;
  settings.inheritsMask = personality !== Personality.DumbInit;
  settings.ownFailureCode = 1;
  settings.subreaper = personality === Personality.Catatonit;
  settings.to = personality === Personality.DumbInit ? Target.Group : Target.Child;
  if (personality === Personality.Tini) settings.warnsNotReaping = true;
  else settings.startFailureCode = personality === Personality.DumbInit ? 2 : 1;
  if (personality === Personality.DumbInit) {
    settings.session = true;
    settings.suspendsSelf = true;
    settings.termAtEnd = true;
    settings.map[Signal.Tstp] = Signal.Stop;
    settings.map[Signal.Ttin] = Signal.Stop;
    settings.map[Signal.Ttou] = Signal.Stop;
  }
}
