import { start } from "../../helpers/run.ts";
import { type Case, must, range, shell } from "../case.ts";
import { type Mistake, refused } from "../refused.ts";

const flag = (name: string, value: string, ...hints: RegExp[]): Mistake[] => {
  const names = hints[0] ?? new RegExp(`--${name}(?=.*${escaped(value)})`, "s");
  return [{ flags: [`--${name}`, value], names }];
};

const variable = (name: string, value: string): Mistake => ({
  env: { [name]: value },
  names: new RegExp(`${name}.*${escaped(value)}`, "s"),
});

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const badMaps = [
  "TERM",
  "FOO=TERM",
  "TERM=FOO",
  "KILL=TERM",
  "STOP=TERM",
  "CHLD=TERM",
  "SIGKILL=none",
  "9=15",
  "65=1",
  "0=1",
];
const moreBadMaps = [
  "-1=1",
  "99999999999=1",
  "RTMIN+31=1",
  "RTMAX-31=1",
  "=",
  "TERM=",
  "=TERM",
  "TERM=INT=HUP",
];
const badDurations = [
  "",
  "soon",
  "5",
  "-1s",
  "1.s.2",
  "10 s",
  "99999999999999999999s",
  "1h2",
  "1m1m",
  "s",
  "1e3s",
  "NaNms",
];
const badSignals = ["", "FOO", "KILL", "STOP", "CHLD", "TERM,", "TERM,,INT", "0", "65", "-15", "4294967311"];
const badExits = ["143", "256=0", "0=256", "-1=0", "a=b", "143=", "=0", "4294967439=0", "1=2=3"];
const badThens = ["", "FOO:1s", "INT:soon", "INT:", ":1s", "INT:-1s", "65:1s"];

const repeatable = [
  ["map", "USR1=USR2"],
  ["then", "USR1:1ms"],
  ["exit-map", "3=5"],
  ["stop-on", `${"TERM,".repeat(30)}INT`],
] as const;

/** What an init makes of what it does not understand. */
export const badInputCases: Case[] = [
  {
    id: "bad.1",
    title: "an unknown option is refused, and the nearest known one is named",
    run: (init) =>
      refused(init, [
        { flags: ["--grase", "1s"], names: /--grase.*--grace/ },
        { flags: ["--exitmap", "1=2"], names: /--exitmap.*--exit-map/ },
        { flags: ["--leftover=kill"], names: /--leftover.*--leftovers/ },
        { flags: ["-x"], names: /-x/ },
      ]),
  },
  {
    id: "bad.2",
    title: "a missing command is refused",
    run: (init) =>
      refused(
        init,
        [
          { flags: [], names: /command/ },
          { flags: ["--"], names: /command/ },
        ],
        [],
      ),
  },
  {
    id: "bad.3",
    title: "a missing value is refused",
    run: (init) => {
      const names = [
        "map",
        "to",
        "stop-on",
        "grace",
        "then",
        "leftovers",
        "exit-map",
        "parent-death",
        "log-level",
      ];
      return refused(
        init,
        names.map((name) => ({ flags: [`--${name}`], names: new RegExp(`--${name}`) })),
        [],
      );
    },
  },
  {
    id: "bad.4",
    title: "a bad map is refused, also one of KILL, STOP or CHLD",
    run: (init) =>
      refused(
        init,
        [...badMaps, ...moreBadMaps].flatMap((value) => flag("map", value)),
      ),
  },
  {
    id: "bad.5",
    title: "a bad duration is refused, also a negative or an overflowing one",
    run: (init) =>
      refused(
        init,
        badDurations.flatMap((value) => flag("grace", value)),
      ),
  },
  {
    id: "bad.6",
    title: "a bad signal in --stop-on, --then or --parent-death is refused",
    run: (init) =>
      refused(init, [
        ...badSignals.flatMap((value) => flag("stop-on", value)),
        ...badThens.flatMap((value) => flag("then", value)),
        ...["FOO", "0", "65", ""].flatMap((value) => flag("parent-death", value)),
      ]),
  },
  {
    id: "bad.7",
    title: "a bad exit map is refused",
    run: (init) =>
      refused(
        init,
        badExits.flatMap((value) => flag("exit-map", value)),
      ),
  },
  {
    id: "bad.8",
    title: "a word that is none of an option's choices is refused, and the choices are named",
    run: (init) =>
      refused(init, [
        ...flag("to", "everyone", /child.*group.*all/s),
        ...flag("leftovers", "keep", /stop.*kill.*wait/s),
        ...flag("log-level", "loud", /warn/),
        ...flag("log-format", "xml", /json/),
      ]),
  },
  {
    id: "bad.9",
    title: "the same mistakes in the environment are refused, and the variable is named",
    run: (init) =>
      refused(init, [
        ...["KILL=TERM", "TERM"].map((value) => variable("LISSOM_MAP", value)),
        { env: { LISSOM_MAP: "HUP=USR1,FOO=1" }, names: /LISSOM_MAP.*FOO=1/ },
        ...["soon", "-1s", "99999999999999999999s"].map((value) => variable("LISSOM_GRACE", value)),
        ...["FOO", "CHLD"].map((value) => variable("LISSOM_STOP_ON", value)),
        variable("LISSOM_TO", "everyone"),
        variable("LISSOM_THEN", "INT:soon"),
        variable("LISSOM_LEFTOVERS", "keep"),
        variable("LISSOM_EXIT_MAP", "256=0"),
        variable("LISSOM_PARENT_DEATH", "FOO"),
        variable("LISSOM_LOG_LEVEL", "loud"),
        variable("LISSOM_LOG_FORMAT", "xml"),
      ]),
  },
  {
    id: "bad.11",
    title: "an option that is repeated 500 times works, or is refused with one line that names it",
    async run(init) {
      if (init.body === undefined) throw new Error("has no such option");
      for (const [name, value] of repeatable) {
        const flags = range(1, 500).flatMap(() => [`--${name}`, value]);
        await using run = start(init, { flags, command: shell("exit 4") });
        const { code } = await run.finished();
        const refusal = code === 125 && new RegExp(`^lissom: .*--${name}.*\\n$`).test(run.err);
        must(code === 4 || refusal, `--${name}: exit code ${code} ${run.err.trim()}`);
      }
    },
  },
  {
    id: "bad.10",
    title: "a very long bad value is refused with one line",
    run: async (init) => {
      await refused(init, [{ flags: ["--grace", "9".repeat(20_000)], names: /999/ }]);
      await refused(init, [{ flags: [`--${"x".repeat(20_000)}`], names: /x/ }]);
    },
  },
];
