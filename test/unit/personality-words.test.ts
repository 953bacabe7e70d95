import { expect, test } from "vitest";
import { NEVER } from "../../src/core/duration.ts";
import { optionsOf, Personality, personalityOf, versionOf } from "../../src/core/personality.ts";
import { DROP, Leftovers, Level, LogFormat, type Settings, Target } from "../../src/core/settings.ts";
import { Signal } from "../../src/core/signals.ts";
import { parse, settingsOf } from "./support/parse.ts";

const Tini = Personality.Tini;
const DumbInit = Personality.DumbInit;
const Catatonit = Personality.Catatonit;
const others = [Tini, DumbInit, Catatonit];

test.each([
  ["tini", Tini],
  ["tini-static", Tini],
  ["docker-init", Tini],
  ["dumb-init", DumbInit],
  ["catatonit", Catatonit],
  ["podman-init", Catatonit],
  ["lissom", Personality.Lissom],
])("the name %s makes its personality, on its own and at the end of any path", (name, personality) => {
  for (const path of [name, `/${name}`, `/usr/bin/${name}`, `./${name}`, `../x/${name}`])
    expect(personalityOf(path)).toBe(personality);
});

test("a name that is only like another init's is lissom", () => {
  for (const path of ["", "/", "tini/", "tini2", "xtini", "TINI", "/tini/lissom", "dumb_init", "init"])
    expect(personalityOf(path)).toBe(Personality.Lissom);
});

test("each personality says its original's version first, as docker reads it", () => {
  expect(others.map(versionOf)).toEqual([
    "tini version 0.19.0 - ",
    "dumb-init v1.2.5 - ",
    "tini version 0.1.7_catatonit - ",
  ]);
});

/** What a command line changes in the settings of its personality. */
function changes(personality: Personality, words: string[], variables: Record<string, string> = {}) {
  const { parser } = parse([...words, "command"], variables, personality);
  expect(parser.error).toBe("");
  return difference(parser.settings, settingsOf([], {}, personality));
}

function difference(one: Settings, other: Settings): Record<string, unknown> {
  const flat = (settings: Settings) =>
    new Map(
      Object.entries(settings).flatMap(([name, value]): [string, unknown][] =>
        value instanceof Uint8Array || Array.isArray(value)
          ? [...value].map((entry, at) => [`${name}.${at}`, entry])
          : [[name, value]],
      ),
    );
  const before = flat(other);
  return Object.fromEntries([...flat(one)].filter(([name, value]) => before.get(name) !== value));
}

const single = {
  session: false,
  termAtEnd: false,
  to: Target.Child,
  "map.20": Signal.Tstp,
  "map.21": Signal.Ttin,
  "map.22": Signal.Ttou,
};

test.each<[string[], Record<string, unknown>]>([
  [["-s"], { subreaper: true }],
  [["-p", "SIGKILL"], { parentDeath: Signal.Kill }],
  [["-pSIGTERM"], { parentDeath: Signal.Term }],
  [["-v"], { logLevel: Level.Info }],
  [["-v", "-v"], { logLevel: Level.Debug }],
  [["-vvv"], { logLevel: Level.Trace }],
  [["-vvvvvvvvvvvv"], { logLevel: Level.Trace }],
  [["-w"], { warnsReaped: true }],
  [["-g"], { to: Target.Group }],
  [["-e", "143"], { "exitMap.143": 0 }],
  [["-e143", "-e", "255"], { "exitMap.143": 0, "exitMap.255": 0 }],
  [["-l"], { license: true }],
  [["-h"], { help: true }],
  [["--version"], { version: true }],
  [["-sgw"], { subreaper: true, to: Target.Group, warnsReaped: true }],
  [["-sge", "1", "--"], { subreaper: true, to: Target.Group, "exitMap.1": 0 }],
])("tini %j sets just what tini's own does", (words, expected) => {
  expect(changes(Tini, words)).toEqual(expected);
});

test.each<[Record<string, string>, Record<string, unknown>]>([
  [{ TINI_SUBREAPER: "" }, { subreaper: true }],
  [{ TINI_SUBREAPER: "anything" }, { subreaper: true }],
  [{ TINI_KILL_PROCESS_GROUP: "1" }, { to: Target.Group }],
  [{ TINI_VERBOSITY: "0" }, { logLevel: Level.Error }],
  [{ TINI_VERBOSITY: "1" }, {}],
  [{ TINI_VERBOSITY: "3" }, { logLevel: Level.Debug }],
  [{ DUMB_INIT_DEBUG: "1", CATATONIT_DEBUG: "1" }, {}],
])("under the name of tini the variables %j do what tini's own do", (variables, expected) => {
  expect(changes(Tini, [], variables)).toEqual(expected);
});

test.each<[string[], Record<string, unknown>]>([
  [["-c"], single],
  [["--single-child"], single],
  [["-r", "15:3"], { "map.15": 3 }],
  [["-r15:3"], { "map.15": 3 }],
  [["--rewrite", "TERM:SIGQUIT"], { "map.15": 3 }],
  [["--rewrite=1:0"], { "map.1": DROP }],
  [["-r1:0", "-r", "2:15"], { "map.1": DROP, "map.2": 15 }],
  [["-v"], { logLevel: Level.Debug }],
  [["--verbose"], { logLevel: Level.Debug }],
  [["-h"], { help: true }],
  [["--help"], { help: true }],
  [["-V"], { version: true }],
  [["--version"], { version: true }],
  [["-cv"], { ...single, logLevel: Level.Debug }],
])("dumb-init %j sets just what dumb-init's own does", (words, expected) => {
  expect(changes(DumbInit, words)).toEqual(expected);
});

test.each<[Record<string, string>, Record<string, unknown>]>([
  [{ DUMB_INIT_SETSID: "0" }, single],
  [{ DUMB_INIT_SETSID: "1" }, {}],
  [{ DUMB_INIT_DEBUG: "1" }, { logLevel: Level.Debug }],
  [{ DUMB_INIT_DEBUG: "0" }, {}],
  [{ TINI_KILL_PROCESS_GROUP: "1" }, {}],
])("under the name of dumb-init the variables %j do what dumb-init's own do", (variables, expected) => {
  expect(changes(DumbInit, [], variables)).toEqual(expected);
});

test.each<[string[], Record<string, unknown>]>([
  [["-P"], { pauses: true }],
  [["-g"], { to: Target.Group }],
  [["-L"], { license: true }],
  [["-V"], { version: true }],
  [["--version"], { version: true }],
  [["-h"], { help: true }],
  [["-gP"], { to: Target.Group, pauses: true }],
])("catatonit %j sets just what catatonit's own does", (words, expected) => {
  expect(changes(Catatonit, words)).toEqual(expected);
});

test("under the name of catatonit, CATATONIT_DEBUG has it say more", () => {
  expect(changes(Catatonit, [], { CATATONIT_DEBUG: "1" })).toEqual({ logLevel: Level.Debug });
});

test("told nothing, a personality has neither a grace nor a hand on leftovers, and each its original's habits", () => {
  for (const personality of others) {
    const { graceMs, leftovers, logFormat, inheritsMask, ownFailureCode } = settingsOf([], {}, personality);
    expect([graceMs, leftovers, logFormat, ownFailureCode]).toEqual([
      NEVER,
      Leftovers.Leave,
      LogFormat.Text,
      1,
    ]);
    expect(inheritsMask).toBe(personality !== DumbInit);
  }
  const habits = (personality: Personality) => {
    const { to, subreaper, warnsNotReaping, session, suspendsSelf, termAtEnd, startFailureCode, map } =
      settingsOf([], {}, personality);
    const flags = [subreaper, warnsNotReaping, session, suspendsSelf, termAtEnd].map(Number).join("");
    return [to, flags, startFailureCode, map[Signal.Tstp], map[Signal.Ttin], map[Signal.Ttou]];
  };
  expect(habits(Tini)).toEqual([Target.Child, "01000", 0, 20, 21, 22]);
  expect(habits(DumbInit)).toEqual([Target.Group, "00111", 2, 19, 19, 19]);
  expect(habits(Catatonit)).toEqual([Target.Child, "10000", 1, 20, 21, 22]);
});

test("every option of the personalities has a way to be given and a help text of one short line", () => {
  for (const option of others.flatMap(optionsOf)) {
    expect(option.short + option.long + option.variable).not.toBe("");
    expect(option.help).toMatch(/^[\x20-\x7e]{4,60}$/);
  }
});
