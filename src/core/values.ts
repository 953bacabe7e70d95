/** The values of options: each reader stores one value, or says what would have been accepted. */
import { isAt } from "./ascii.ts";
import { readChoice } from "./choice-values.ts";
import { DURATION_HINT, FINITE_HINT, NEVER, NOT_A_DURATION, parseDuration } from "./duration.ts";
import { readForeign } from "./foreign-values.ts";
import { HookTime } from "./hook.ts";
import { clearHooks, readHook, readRequest } from "./hook-values.ts";
import { Option, OptionId } from "./options.ts";
import { DROP, Settings, StopStep } from "./settings.ts";
import { NOT_A_SIGNAL, parseSignal, parseWhole, Signal } from "./signals.ts";
import { readDrain, readStopWait, SEVERAL_HINT } from "./stop-values.ts";

const SIGNALS_HINT: string = "a signal is a name such as TERM or RTMIN+1, or a number from 1 to 64";
const DEFAULT_THEN_WAIT_MS: f64 = 5000;

/**
 * Reads the value of an option into the settings. A repeatable option is read once for each of its values.
 * @returns what is wrong and what is accepted, or an empty string
 */
export function readValue(settings: Settings, option: Option, value: string): string {
  switch (option.id) {
    case OptionId.Map:
      return readMap(settings, value);
    case OptionId.StopOn:
      return readStopOn(settings, value);
    case OptionId.Grace:
      return readGrace(settings, value);
    case OptionId.Then:
      return readThen(settings, value);
    case OptionId.BeforeStart:
      return readHook(settings, HookTime.BeforeStart, value);
    case OptionId.BeforeStop:
      return readHook(settings, HookTime.BeforeStop, value);
    case OptionId.BeforeStopHttp:
      return readRequest(settings, value);
    case OptionId.AfterExit:
      return readHook(settings, HookTime.AfterExit, value);
    case OptionId.HookTimeout:
    case OptionId.Delay:
    case OptionId.DrainTimeout:
    case OptionId.Budget:
      return readStopWait(settings, option.id, value);
    case OptionId.Drain:
      return readDrain(settings, value);
    case OptionId.To:
    case OptionId.Leftovers:
    case OptionId.RepeatStop:
    case OptionId.LogLevel:
    case OptionId.LogFormat:
    case OptionId.Engine:
      return readChoice(settings, option.id, value);
    case OptionId.ExitMap:
      return readExitMap(settings, value);
    case OptionId.ParentDeath:
      return readParentDeath(settings, value);
    case OptionId.Install:
      settings.install = value;
      return value.length > 0 ? "" : "a file name is needed";
    case OptionId.Help:
      settings.help = true;
      return "";
    case OptionId.Version:
      settings.version = true;
      return "";
    default:
      return readForeign(settings, option, value);
  }
}

/** Forgets the values of a repeatable option, as its first value in a stronger place does. */
export function clearValues(settings: Settings, option: Option): void {
  if (option.id === OptionId.Map) settings.clearMap();
  else if (option.id === OptionId.ExitMap) settings.clearExitMap();
  else if (option.id === OptionId.Then) settings.steps.length = 0;
  else if (option.id === OptionId.Drain) settings.drainPorts.length = 0;
  else if (option.id === OptionId.BeforeStart) clearHooks(settings, HookTime.BeforeStart, false);
  else if (option.id === OptionId.BeforeStop) clearHooks(settings, HookTime.BeforeStop, false);
  else if (option.id === OptionId.BeforeStopHttp) clearHooks(settings, HookTime.BeforeStop, true);
  else clearHooks(settings, HookTime.AfterExit, false);
}

function readMap(settings: Settings, value: string): string {
  const at = value.indexOf("=");
  if (at < 0) return "write FROM=TO, such as TERM=QUIT or HUP=none";
  const from = parseSignal(value.substring(0, at));
  const target = value.substring(at + 1);
  const to = isAt(target, 0, "NONE") ? DROP : parseSignal(target);
  if (from === NOT_A_SIGNAL || to === NOT_A_SIGNAL) return SIGNALS_HINT + "; none on the right drops it";
  if (cannotArrive(from)) return "KILL and STOP never reach lissom, and CHLD is its own";
  settings.map[from] = to;
  return "";
}

function cannotArrive(signo: i32): bool {
  return signo === Signal.Kill || signo === Signal.Stop || signo === Signal.Chld;
}

function readStopOn(settings: Settings, value: string): string {
  settings.clearStopOn();
  const names = value.split(",");
  for (let i = 0; i < names.length; i++) {
    const signo = parseSignal(names[i] as string);
    if (signo === NOT_A_SIGNAL) return SIGNALS_HINT + SEVERAL_HINT;
    if (cannotArrive(signo)) return "KILL, STOP and CHLD cannot begin a stop";
    settings.stopOn[signo] = 1;
  }
  return "";
}

function readGrace(settings: Settings, value: string): string {
  const graceMs = parseDuration(value);
  if (graceMs === NOT_A_DURATION) return DURATION_HINT + ", or never";
  settings.graceMs = graceMs;
  return "";
}

function readThen(settings: Settings, value: string): string {
  const at = value.indexOf(":");
  const signo = parseSignal(at < 0 ? value : value.substring(0, at));
  if (signo === NOT_A_SIGNAL) return "write SIGNAL or SIGNAL:WAIT, such as QUIT:5s; " + SIGNALS_HINT;
  const waitMs = at < 0 ? DEFAULT_THEN_WAIT_MS : parseDuration(value.substring(at + 1));
  if (waitMs === NOT_A_DURATION || waitMs === NEVER) return FINITE_HINT + DURATION_HINT;
  settings.steps.push(new StopStep(signo, waitMs));
  return "";
}

function readExitMap(settings: Settings, value: string): string {
  const at = value.indexOf("=");
  const from = at < 0 ? -1 : parseWhole(value.substring(0, at), 255);
  const to = at < 0 ? -1 : parseWhole(value.substring(at + 1), 255);
  if (from < 0 || to < 0) return "write FROM=TO with exit codes from 0 to 255, such as 143=0";
  settings.exitMap[from] = to;
  return "";
}

function readParentDeath(settings: Settings, value: string): string {
  const signo = parseSignal(value);
  if (signo === NOT_A_SIGNAL) return SIGNALS_HINT;
  if (cannotArrive(signo))
    return "KILL and STOP would leave the command without its init, and CHLD is lissom's own";
  settings.parentDeath = signo;
  return "";
}
