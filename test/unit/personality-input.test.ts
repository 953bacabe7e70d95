import { expect, test } from "vitest";
import { Personality } from "../../src/core/personality.ts";
import { Leftovers, Level, Target } from "../../src/core/settings.ts";
import { errorOf, parse, settingsOf } from "./support/parse.ts";

const Tini = Personality.Tini;
const DumbInit = Personality.DumbInit;
const Catatonit = Personality.Catatonit;
const others = [Tini, DumbInit, Catatonit];

test.each<[Personality, string[], RegExp]>([
  [Tini, ["-x"], /^unknown option: "-x"; -h shows the help$/],
  [Tini, ["-sx"], /^unknown option: "-x"/],
  [Tini, ["--help"], /^unknown option: "--help"/],
  [Tini, ["--verison"], /^unknown option: "--verison", did you mean --version\?/],
  [Tini, ["--version=1"], /^needless value: --version/],
  [Tini, ["-e", "256"], /^bad value: -e "256": an exit code is a number from 0 to 255$/],
  [Tini, ["-e-1"], /^bad value: -e "-1"/],
  [Tini, ["-e", "x"], /^bad value: -e "x"/],
  [Tini, ["-p", "SIGFOO"], /^bad value: -p "SIGFOO": a signal is a name such as SIGKILL$/],
  [DumbInit, ["-r", "15"], /^bad value: -r "15": write FROM:TO with signals, or FROM:0 to drop one$/],
  [DumbInit, ["--rewrite=15:65"], /^bad value: --rewrite "15:65"/],
  [DumbInit, ["-r0:15"], /^bad value: -r "0:15"/],
  [DumbInit, ["-r", "a:b"], /^bad value: -r "a:b"/],
  [DumbInit, ["-g"], /^unknown option: "-g"/],
  [DumbInit, ["--singlechild"], /^unknown option: "--singlechild", did you mean --single-child\?/],
  [DumbInit, ["-c=1"], /^unknown option: "-="/],
  [Catatonit, ["-x"], /^unknown option: "-x"/],
  [Catatonit, ["--help"], /^unknown option: "--help"/],
  [Catatonit, ["-s"], /^unknown option: "-s"/],
])("personality %i refuses %j in one line of its own words", (personality, words, line) => {
  expect(errorOf(words, {}, personality)).toMatch(line);
});

test("lissom's own options are none of a personality's", () => {
  for (const personality of others)
    for (const word of ["--grace=1s", "--map=HUP=none", "--log-level=info", "-t", "--engine=node"])
      expect(errorOf([word], {}, personality)).toMatch(/^unknown option/);
});

test.each([
  [Tini, ["-e"], "-e needs CODE"],
  [Tini, ["-sp"], "-p needs SIGNAL"],
  [DumbInit, ["-r"], "-r needs FROM:TO"],
  [DumbInit, ["--rewrite"], "--rewrite needs FROM:TO"],
])("personality %i with %j and nothing behind it lacks a value", (personality, words, line) => {
  expect(parse(words, {}, personality).parser.error).toBe(`missing value: ${line}; -h shows the help`);
});

test("every personality needs a command, unless it shows something or pauses", () => {
  const error = (personality: Personality, words: string[]) => parse(words, {}, personality).parser.error;
  for (const personality of others) {
    expect(error(personality, [])).toMatch(/^missing command/);
    expect(error(personality, ["--"])).toMatch(/^missing command/);
    expect(error(personality, ["-h"])).toBe("");
  }
  for (const word of ["-l", "--version"]) expect(error(Tini, [word])).toBe("");
  for (const word of ["-P", "-L", "-V"]) expect(error(Catatonit, [word])).toBe("");
  expect(error(DumbInit, ["-V"])).toBe("");
});

test("a verbosity that is no number is refused under its variable's name", () => {
  expect(errorOf([], { TINI_VERBOSITY: "loud" }, Tini)).toMatch(
    /^bad value: TINI_VERBOSITY "loud": a number/,
  );
  expect(errorOf([], { TINI_VERBOSITY: "-1" }, Tini)).toMatch(/^bad value: TINI_VERBOSITY "-1"/);
});

test("the words of the command are not taken for options, as tini's own would", () => {
  expect(parse(["-s", "ls", "-l", "x"], {}, Tini).command).toEqual(["ls", "-l", "x"]);
  expect(parse(["-s", "--", "-l"], {}, Tini).command).toEqual(["-l"]);
  expect(parse(["ls", "-V"], {}, Catatonit).command).toEqual(["ls", "-V"]);
  expect(parse(["ls", "-c"], {}, DumbInit).command).toEqual(["ls", "-c"]);
});

test("LISSOM_ variables work in every personality and beat its words and defaults", () => {
  const variables = {
    LISSOM_GRACE: "20s",
    LISSOM_TO: "all",
    LISSOM_LEFTOVERS: "stop",
    LISSOM_MAP: "TSTP=HUP,USR1=none",
    LISSOM_EXIT_MAP: "143=7",
    LISSOM_LOG_LEVEL: "error",
    LISSOM_PARENT_DEATH: "INT",
  };
  const words = {
    [Tini]: ["-g", "-vv", "-e143", "-pSIGTERM"],
    [DumbInit]: ["-v", "-r10:12"],
    [Catatonit]: ["-g"],
  };
  for (const personality of others) {
    const typed = words[personality as keyof typeof words];
    const settings = settingsOf(typed, variables, personality);
    expect([settings.graceMs, settings.to, settings.leftovers]).toEqual([20_000, Target.All, Leftovers.Stop]);
    expect([settings.map[20], settings.map[10], settings.exitMap[143]]).toEqual([1, 0, 7]);
    expect([settings.logLevel, settings.parentDeath]).toEqual([Level.Error, 2]);
  }
});

test.each([
  [Tini, { TINI_VERBOSITY: "3", TINI_KILL_PROCESS_GROUP: "1" }],
  [DumbInit, { DUMB_INIT_DEBUG: "1", DUMB_INIT_SETSID: "0" }],
  [Catatonit, { CATATONIT_DEBUG: "1" }],
])(
  "LISSOM_ variables beat those of personality %i, whatever stands first in the environment",
  (personality, theirs) => {
    const own = { LISSOM_LOG_LEVEL: "error", LISSOM_TO: "all", LISSOM_MAP: "TSTP=HUP" };
    for (const variables of [
      { ...theirs, ...own },
      { ...own, ...theirs },
    ]) {
      const settings = settingsOf([], variables, personality);
      expect([settings.logLevel, settings.to, settings.map[20]]).toEqual([Level.Error, Target.All, 1]);
    }
  },
);

test("a bad LISSOM_ variable is refused in every personality, and an unknown one is a warning", () => {
  for (const personality of others) {
    expect(errorOf([], { LISSOM_GRACE: "soon" }, personality)).toMatch(/^bad value: LISSOM_GRACE "soon"/);
    expect(parse(["x"], { LISSOM_GRAEC: "1s" }, personality).parser.warning).toMatch(/LISSOM_GRAEC/);
  }
});

test("settings that exclude each other are refused also where the personality has set one of them", () => {
  for (const personality of others) {
    expect(errorOf([], { LISSOM_THEN: "QUIT:1s" }, personality)).toMatch(/^conflicting settings/);
    expect(errorOf([], { LISSOM_THEN: "QUIT:1s", LISSOM_GRACE: "1s" }, personality)).toBe("");
  }
});

test("a variable that could not be read whole is refused by name if it is known, else it is a warning", () => {
  for (const [personality, name] of [
    [Personality.Lissom, "LISSOM_GRACE"],
    [Tini, "TINI_VERBOSITY"],
    [Tini, "LISSOM_MAP"],
    [DumbInit, "DUMB_INIT_DEBUG"],
  ] as const) {
    const known = parse(["x"], {}, personality).parser;
    known.refuseVariable(name);
    expect(known.error).toBe(`too long: "${name}": options and variables may have 4095 bytes`);
    const unknown = parse(["x"], {}, personality).parser;
    unknown.refuseVariable("LISSOM_PORT_80_TCP");
    expect([unknown.error, unknown.warning]).toEqual([
      "",
      'unknown environment variable: "LISSOM_PORT_80_TCP"',
    ]);
  }
});
