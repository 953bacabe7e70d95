import { expect, test } from "vitest";
import { readOptions } from "../../src/node/read-options.ts";
import type { SuperviseOptions } from "../../src/node/supervise-options.ts";
import { settingsOf } from "./support/parse.ts";

test("the options of a stop in JavaScript mean the same as those of the command line", () => {
  const settings = readOptions({
    beforeStart: ["migrate 'all of it'", ["chown", "a b", 'é"\n']],
    beforeStop: ["one", { url: "http://two" }, ["three"], { method: "PUT", url: "http://four:8500/x" }],
    afterExit: [["report"]],
    hookTimeout: 1500,
    delay: "5s",
    drain: [80, 8080],
    drainTimeout: 2500,
    budget: "55s",
    repeatStop: "kill",
  });
  const spoken = settingsOf([
    "--before-start=migrate 'all of it'",
    '--before-start=["chown","a b","é\\"\\n"]',
    "--before-stop=one",
    "--before-stop-http=http://two",
    '--before-stop=["three"]',
    "--before-stop-http=PUT http://four:8500/x",
    '--after-exit=["report"]',
    "--hook-timeout=1s500ms",
    "--delay=5s",
    "--drain=80,8080",
    "--drain-timeout=2s500ms",
    "--budget=55s",
    "--repeat-stop=kill",
  ]);
  expect(settings).toEqual(spoken);
  expect(settings.hooks.map(({ words }) => words)).toEqual([
    ["migrate", "all of it"],
    ["chown", "a b", 'é"\n'],
    ["one"],
    [],
    ["three"],
    [],
    ["report"],
  ]);
});

test("empty lists set nothing", () => {
  expect(readOptions({ beforeStart: [], beforeStop: [], afterExit: [], drain: [] })).toEqual(settingsOf([]));
});

test("a text where a list is needed is thrown as a mistake that names the option", () => {
  for (const name of ["beforeStart", "beforeStop", "afterExit", "stopOn", "steps", "drain"] as const) {
    const broken = { [name]: "true" } as SuperviseOptions;
    expect(() => readOptions(broken)).toThrow(`bad value: ${name} "true": a list is needed, such as [`);
  }
});

test("a mistake is thrown as the line that the command line prints", () => {
  expect(() => readOptions({ afterExit: [[]] })).toThrow('bad value: --after-exit "[]": a list looks like');
  expect(() => readOptions({ beforeStop: ["a | b"] })).toThrow("there is no shell here");
  expect(() => readOptions({ beforeStop: [{ url: "https://x" }] })).toThrow("http only");
  expect(() => readOptions({ drain: [80, 80] })).toThrow('bad value: --drain "80": each port once');
  expect(() => readOptions({ grace: "never", budget: "30s" })).toThrow("conflicting settings: --budget");
});
