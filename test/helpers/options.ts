/** As PID 1 of a PID namespace, or as an ordinary child of that PID 1. */
export type Place = "pid1" | "child";

/** What a case asks of an init, in lissom's words. What is left out stays as the init has it. */
export interface Options {
  map?: string[];
  to?: "child" | "group" | "all";
  stopOn?: string;
  grace?: string;
  /** --then, under another name, since an object with a `then` is taken for a promise. */
  steps?: string[];
  leftovers?: "stop" | "kill" | "wait";
  beforeStart?: string[];
  beforeStop?: string[];
  beforeStopHttp?: string[];
  afterExit?: string[];
  hookTimeout?: string;
  delay?: string;
  drain?: string[];
  drainTimeout?: string;
  budget?: string;
  repeatStop?: "forward" | "next" | "kill";
  exitMap?: string[];
  parentDeath?: string;
  logLevel?: string;
  logFormat?: string;
}

/** An init has no option for what a case asks. */
export class Unsupported extends Error {
  /** @param option lissom's way to say it */
  constructor(option: string) {
    super(`has nothing like ${option}`);
  }
}

const names: Record<keyof Options, string> = {
  map: "map",
  to: "to",
  stopOn: "stop-on",
  grace: "grace",
  steps: "then",
  leftovers: "leftovers",
  beforeStart: "before-start",
  beforeStop: "before-stop",
  beforeStopHttp: "before-stop-http",
  afterExit: "after-exit",
  hookTimeout: "hook-timeout",
  delay: "delay",
  drain: "drain",
  drainTimeout: "drain-timeout",
  budget: "budget",
  repeatStop: "repeat-stop",
  exitMap: "exit-map",
  parentDeath: "parent-death",
  logLevel: "log-level",
  logFormat: "log-format",
};

/** What several values of an option stand apart by in its variable, where that is no comma. */
const separators: Partial<Record<keyof Options, string>> = {
  beforeStart: "\n",
  beforeStop: "\n",
  beforeStopHttp: "\n",
  afterExit: "\n",
};

/** The options as words of lissom's command line. */
export function lissomFlags(options: Options): string[] {
  return entries(options).flatMap(([name, values]) => values.flatMap((value) => [`--${names[name]}`, value]));
}

/** The options as lissom's environment variables. */
export function lissomEnvironment(options: Options): Record<string, string> {
  const variable = (name: keyof Options) => `LISSOM_${names[name].toUpperCase().replaceAll("-", "_")}`;
  return Object.fromEntries(
    entries(options).map(([name, values]) => [variable(name), values.join(separators[name] ?? ",")]),
  );
}

/** tini's words; it adopts orphans as an ordinary process only with -s. */
export function tiniFlags(options: Options, place: Place): string[] {
  const flags = entries(options).flatMap(([name, values]): string[] => {
    if (name === "to" && values[0] === "group") return ["-g"];
    if (name === "to" && values[0] === "child") return [];
    if (name === "parentDeath") return ["-p", `SIG${values[0]}`];
    if (name === "exitMap" && values.every((value) => value.endsWith("=0"))) {
      return values.flatMap((value) => ["-e", value.replace("=0", "")]);
    }
    throw new Unsupported(`--${names[name]}`);
  });
  return place === "child" ? ["-s", ...flags] : flags;
}

const numbers: Record<string, number> = { none: 0, HUP: 1, INT: 2, QUIT: 3, USR1: 10, USR2: 12, TERM: 15 };

/** dumb-init's words; it knows signals by number only. */
export function dumbInitFlags(options: Options): string[] {
  return entries(options).flatMap(([name, values]): string[] => {
    if (name === "to" && values[0] === "group") return [];
    if (name === "to" && values[0] === "child") return ["--single-child"];
    if (name !== "map") throw new Unsupported(`--${names[name]}`);
    return values.flatMap((value) => {
      const [from, to] = value.split("=").map((word) => numbers[word]);
      if (from === undefined || to === undefined) throw new Unsupported("--map by name");
      return ["--rewrite", `${from}:${to}`];
    });
  });
}

/** catatonit's words: it has no options of this kind at all. */
export function catatonitFlags(options: Options): string[] {
  return entries(options).flatMap(([name, values]) => {
    if (name === "to" && values[0] === "child") return [];
    throw new Unsupported(`--${names[name]}`);
  });
}

function entries(options: Options): [keyof Options, string[]][] {
  const keys = Object.keys(options) as (keyof Options)[];
  return keys.map((key) => [key, [options[key] ?? []].flat()]);
}
