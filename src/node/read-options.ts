import { OPTIONS, OptionId } from "../core/options.ts";
import { Parser } from "../core/parser.ts";
import type { Settings } from "../core/settings.ts";
import { quote } from "../core/usage.ts";
import type {
  DurationLike,
  HookCommand,
  HookRequest,
  SignalLike,
  SuperviseOptions,
} from "./supervise-options.ts";

/** What the options that take a list look like. */
const LIST_EXAMPLES = {
  stopOn: '["TERM"]',
  steps: '["QUIT"]',
  beforeStart: '["migrate --all"]',
  beforeStop: '["deregister --now"]',
  afterExit: '["report --now"]',
  drain: "[8080]",
};

type ListName = keyof typeof LIST_EXAMPLES;

/**
 * The head's settings for options.
 *
 * @throws Error with the line that the command line prints for the same mistake, and for a list that is none
 */
export function readOptions(options: SuperviseOptions): Settings {
  const parser = new Parser();
  const set = (id: OptionId, ...values: unknown[]) => {
    const option = OPTIONS[id];
    if (option === undefined) return;
    for (const value of values)
      if (value !== undefined) parser.set(option, `--${option.long}`, String(value));
  };
  set(OptionId.Map, ...pairs(options.map));
  set(OptionId.To, options.to);
  set(OptionId.StopOn, list("stopOn", options)?.join(","));
  set(OptionId.Grace, duration(options.grace));
  set(OptionId.Then, ...(list("steps", options) ?? []).map(step));
  set(OptionId.Leftovers, options.leftovers);
  set(OptionId.BeforeStart, ...(list("beforeStart", options) ?? []).map(command));
  for (const hook of list("beforeStop", options) ?? []) {
    if (isRequest(hook)) set(OptionId.BeforeStopHttp, hook.method ? `${hook.method} ${hook.url}` : hook.url);
    else set(OptionId.BeforeStop, command(hook));
  }
  set(OptionId.AfterExit, ...(list("afterExit", options) ?? []).map(command));
  set(OptionId.HookTimeout, duration(options.hookTimeout));
  set(OptionId.Delay, duration(options.delay));
  set(OptionId.Drain, ...(list("drain", options) ?? []));
  set(OptionId.DrainTimeout, duration(options.drainTimeout));
  set(OptionId.Budget, duration(options.budget));
  set(OptionId.RepeatStop, options.repeatStop);
  set(OptionId.ExitMap, ...pairs(options.exitMap));
  set(OptionId.ParentDeath, options.parentDeath);
  set(OptionId.LogLevel, options.logLevel);
  set(OptionId.LogFormat, options.logFormat);
  parser.finish(true);
  if (parser.error.length > 0) throw new Error(parser.error);
  return parser.settings;
}

/** The value of an option that takes a list, by the name that it has in JavaScript. */
function list<Name extends ListName>(name: Name, options: SuperviseOptions): SuperviseOptions[Name] {
  const value: unknown = options[name];
  if (value === undefined || Array.isArray(value)) return options[name];
  throw new Error(
    `bad value: ${name} ${quote(String(value))}: a list is needed, such as ${LIST_EXAMPLES[name]}`,
  );
}

function pairs(map: Record<string, unknown> = {}): string[] {
  return Object.entries(map).map(([from, to]) => `${from}=${to}`);
}

function duration(value: DurationLike | undefined): string | undefined {
  return typeof value === "number" ? `${value}ms` : value;
}

function isRequest(hook: HookCommand | HookRequest): hook is HookRequest {
  return typeof hook === "object" && "url" in hook;
}

/** The head reads a list as JSON. */
function command(hook: HookCommand): string {
  return typeof hook === "string" ? hook : JSON.stringify(hook);
}

function step(value: SignalLike | { signal: SignalLike; wait?: DurationLike }): string {
  if (typeof value !== "object") return String(value);
  return value.wait === undefined ? String(value.signal) : `${value.signal}:${duration(value.wait)}`;
}
