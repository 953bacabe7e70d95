import { expect, test } from "vitest";
import { OPTIONS, type Option } from "../../src/core/options.ts";
import { Leftovers, Level, LogFormat, RepeatStop, Target } from "../../src/core/settings.ts";
import { parse, settingsOf } from "./support/parse.ts";

const examples: Record<string, string> = {
  map: "USR1=HUP",
  to: "all",
  "stop-on": "HUP,QUIT",
  grace: "20s",
  // biome-ignore lint/suspicious/noThenProperty: it is the option's name, and nothing awaits this table
  then: "QUIT:3s",
  leftovers: "wait",
  "before-start": "migrate 'all of it'",
  "before-stop": '["deregister","web"]',
  "before-stop-http": "PUT http://[::1]:8500/leave?now",
  "after-exit": 'report "$CODE"',
  "hook-timeout": "2s",
  delay: "5s",
  drain: "8080,8081",
  "drain-timeout": "7s",
  budget: "55s",
  "repeat-stop": "next",
  "exit-map": "143=0",
  "parent-death": "HUP",
  "log-level": "trace",
  "log-format": "json",
  engine: "node",
  install: "/lissom",
};

function spellings({ short, long, value }: Option): string[][] {
  const example = examples[long] ?? "";
  if (value === "") return short === "" ? [[`--${long}`]] : [[`--${long}`], [`-${short}`]];
  const all = [[`--${long}=${example}`], [`--${long}`, example]];
  return short === "" ? all : [...all, [`-${short}${example}`], [`-${short}`, example]];
}

test.each(OPTIONS.map((option) => [option.long, option] as const))(
  "--%s means the same in every spelling",
  (_, option) => {
    const [first = [], ...others] = spellings(option);
    const settings = settingsOf(first);
    expect(settings).not.toEqual(settingsOf([]));
    for (const words of others) expect(settingsOf(words)).toEqual(settings);
  },
);

test.each(
  OPTIONS.filter(({ variable }) => variable !== "").map(({ variable, long }) => [variable, long] as const),
)("%s means the same as its option", (variable, long) => {
  const example = examples[long] ?? "";
  expect(settingsOf([], { [variable]: example })).toEqual(settingsOf([`--${long}=${example}`]));
});

test("the values reach the settings", () => {
  const settings = settingsOf(Object.entries(examples).map(([long, value]) => `--${long}=${value}`));
  expect(settings.map[10]).toBe(1);
  expect(settings.to).toBe(Target.All);
  expect([...settings.stopOn].flatMap((isOn, signo) => (isOn ? [signo] : []))).toEqual([1, 3]);
  expect(settings.graceMs).toBe(20_000);
  expect(settings.steps).toEqual([{ signo: 3, waitMs: 3000 }]);
  expect(settings.leftovers).toBe(Leftovers.Wait);
  expect(settings.hooks.map(({ words }) => words)).toEqual([
    ["migrate", "all of it"],
    ["deregister", "web"],
    [],
    ["report", "$CODE"],
  ]);
  expect(settings.hooks[2]).toMatchObject({ method: "PUT", host: "::1", port: 8500, path: "/leave?now" });
  expect([settings.hookTimeoutMs, settings.delayMs, settings.drainTimeoutMs]).toEqual([2000, 5000, 7000]);
  expect([settings.drainPorts, settings.budgetMs]).toEqual([[8080, 8081], 55_000]);
  expect(settings.repeatStop).toBe(RepeatStop.Next);
  expect([settings.exitMap[143], settings.exitMap[0]]).toEqual([0, 0]);
  expect(settings.parentDeath).toBe(1);
  expect([settings.logLevel, settings.logFormat]).toEqual([Level.Trace, LogFormat.Json]);
  expect(settings.install).toBe("/lissom");
});

test("letters without a value can stand together, and the last of them may take one", () => {
  const settings = settingsOf(["-hVg5s"]);
  expect([settings.help, settings.version, settings.graceMs]).toEqual([true, true, 5000]);
});

test("a step without a wait waits five seconds", () => {
  expect(settingsOf(["--then", "QUIT"]).steps).toEqual([{ signo: 3, waitMs: 5000 }]);
});

test("the command begins at the first word that is no option, with and without --", () => {
  expect(parse(["ls", "-l"]).command).toEqual(["ls", "-l"]);
  expect(parse(["-g5s", "ls", "-g", "1"]).command).toEqual(["ls", "-g", "1"]);
  expect(parse(["--grace", "5s", "--", "--version", "--"]).command).toEqual(["--version", "--"]);
  expect(parse(["-", "x"]).command).toEqual(["-", "x"]);
  expect(parse(["", "x"]).command).toEqual(["", "x"]);
});

test("a word that an option waits for is its value, even when it looks like an option", () => {
  const { parser, command } = parse(["--install", "--", "x"]);
  expect([parser.settings.install, command]).toEqual(["--", ["x"]]);
});
