/** The values of the other inits' options (personality.ts), read as those inits document them. */
import { Option, OptionId } from "./options.ts";
import { DROP, Level, Settings, Target } from "./settings.ts";
import { NOT_A_SIGNAL, parseSignal, parseWhole, Signal } from "./signals.ts";

/** Reads the value of an option into the settings. @returns what is wrong and what is accepted, or an empty string */
export function readForeign(settings: Settings, option: Option, value: string): string {
  switch (option.id) {
    case OptionId.Subreaper:
      settings.subreaper = true;
      return "";
    case OptionId.WarnReaped:
      settings.warnsReaped = true;
      return "";
    case OptionId.ToGroup:
      settings.to = Target.Group;
      return "";
    case OptionId.License:
      settings.license = true;
      return "";
    case OptionId.Pause:
      settings.pauses = true;
      return "";
    case OptionId.SingleChild:
      return singleChild(settings);
    case OptionId.NoSession:
      return value === "0" ? singleChild(settings) : "";
    case OptionId.Verbose:
      return readVerbosity(settings, option, value);
    case OptionId.ExitZero:
      return readExitZero(settings, value);
    case OptionId.DeathSignal:
      return readDeathSignal(settings, value);
    default:
      return readRewrite(settings, value);
  }
}

/** Without a session of its own, the command has the terminal's stop signals as they are. */
function singleChild(settings: Settings): string {
  settings.session = false;
  settings.termAtEnd = false;
  settings.to = Target.Child;
  settings.map[Signal.Tstp] = Signal.Tstp;
  settings.map[Signal.Ttin] = Signal.Ttin;
  settings.map[Signal.Ttou] = Signal.Ttou;
  return "";
}

/** As a word it says one step more; as a variable it is the number of steps, or just there. */
function readVerbosity(settings: Settings, option: Option, value: string): string {
  if (option.fallback.length === 0) {
    // catatonit asks whether its variable is there, dumb-init whether it says 1.
    if (value.length === 0 || value === "1" || option.short.length === 0) settings.logLevel = Level.Debug;
    return "";
  }
  const steps = parseWhole(value, 100);
  if (value.length > 0 && steps < 0) return "a number is needed: 0 errors, 1 warnings, 2 more, 3 most";
  const level = value.length > 0 ? Level.Error - 10 * steps : settings.logLevel - 10;
  settings.logLevel = Math.max(level, Level.Trace) as i32;
  return "";
}

function readExitZero(settings: Settings, value: string): string {
  const code = parseWhole(value, 255);
  if (code < 0) return "an exit code is a number from 0 to 255";
  settings.exitMap[code] = 0;
  return "";
}

function readDeathSignal(settings: Settings, value: string): string {
  const signo = parseSignal(value);
  if (signo === NOT_A_SIGNAL || signo > 31 || !value.startsWith("SIG"))
    return "a signal is a name such as SIGKILL";
  settings.parentDeath = signo;
  return "";
}

function readRewrite(settings: Settings, value: string): string {
  const at = value.indexOf(":");
  const target = value.substring(at + 1);
  const from = at < 0 ? NOT_A_SIGNAL : parseSignal(value.substring(0, at));
  const to = target === "0" ? DROP : parseSignal(target);
  if (from === NOT_A_SIGNAL || to === NOT_A_SIGNAL)
    return "write FROM:TO with signals, or FROM:0 to drop one";
  settings.map[from] = to;
  return "";
}
