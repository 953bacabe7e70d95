import { expect, test } from "vitest";
import { errorOf, parse, settingsOf } from "./support/parse.ts";

test("the command line beats the environment", () => {
  const settings = settingsOf(["--grace=20s", "-tall"], { LISSOM_GRACE: "30s", LISSOM_TO: "child" });
  expect(settings).toEqual(settingsOf(["--grace=20s", "-tall"]));
});

test("of an option that is given twice the last one counts", () => {
  expect(settingsOf(["-g1s", "-g2s"])).toEqual(settingsOf(["-g2s"]));
  expect(settingsOf(["--stop-on=HUP", "--stop-on=QUIT"])).toEqual(settingsOf(["--stop-on=QUIT"]));
});

test("a repeatable option collects its values, which in the environment are separated by commas", () => {
  const settings = settingsOf([
    "-mHUP=none",
    "-m",
    "USR1=TERM",
    "-e1=2",
    "-e3=4",
    "--then=INT:1s",
    "--then=QUIT",
  ]);
  expect([settings.map[1], settings.map[10], settings.exitMap[1], settings.exitMap[3]]).toEqual([
    0, 15, 2, 4,
  ]);
  expect(settings.steps.map(({ signo }) => signo)).toEqual([2, 3]);
  const variables = {
    LISSOM_MAP: "HUP=none,USR1=TERM",
    LISSOM_EXIT_MAP: "1=2,3=4",
    LISSOM_THEN: "INT:1s,QUIT",
  };
  expect(settingsOf([], variables)).toEqual(settings);
});

test("commands and requests stand one a line in the environment, and lines without any are passed over", () => {
  const variables = {
    LISSOM_BEFORE_START: "\n  migrate --all\n\n \t\nchown -R app /data\n",
    LISSOM_BEFORE_STOP_HTTP: "http://a/\r\nPOST http://b\r\n",
    LISSOM_AFTER_EXIT: "\n \n",
    LISSOM_DRAIN: "80,8080",
  };
  const { hooks, drainPorts } = settingsOf([], variables);
  expect(hooks.map(({ words }) => words)).toEqual([
    ["migrate", "--all"],
    ["chown", "-R", "app", "/data"],
    [],
    [],
  ]);
  expect(hooks.map(({ method, host }) => [method, host])).toEqual([
    ["", ""],
    ["", ""],
    ["GET", "a"],
    ["POST", "b"],
  ]);
  expect(drainPorts).toEqual([80, 8080]);
  expect(settingsOf(["--drain=80", "--drain=8080"]).drainPorts).toEqual(drainPorts);
});

test("commands and requests before the stop keep the order in which they are written", () => {
  const words = ["--before-stop=one", "--before-stop-http=http://two", "--before-stop=three"];
  expect(settingsOf(words).hooks.map(({ text }) => text)).toEqual(["one", "http://two", "three"]);
});

test("hooks on the command line replace those of the environment of their own kind, and no others", () => {
  const variables = {
    LISSOM_BEFORE_START: "a",
    LISSOM_BEFORE_STOP: "b\nc",
    LISSOM_BEFORE_STOP_HTTP: "http://d",
    LISSOM_AFTER_EXIT: "e",
    LISSOM_DRAIN: "1,2",
  };
  const texts = (words: string[]) => settingsOf(words, variables).hooks.map(({ text }) => text);
  expect(texts(["--before-start=x", "--before-start=y"])).toEqual(["b", "c", "http://d", "e", "x", "y"]);
  expect(texts(["--before-stop=x"])).toEqual(["a", "http://d", "e", "x"]);
  expect(texts(["--before-stop-http=http://x"])).toEqual(["a", "b", "c", "e", "http://x"]);
  expect(texts(["--after-exit=x"])).toEqual(["a", "b", "c", "http://d", "x"]);
  expect(settingsOf(["--drain=2,3"], variables).drainPorts).toEqual([2, 3]);
});

test("the first value of a repeatable option on the command line replaces all of the environment's", () => {
  const variables = { LISSOM_MAP: "HUP=none", LISSOM_EXIT_MAP: "1=2", LISSOM_THEN: "INT:1s" };
  const words = ["-mUSR1=TERM", "-e3=4", "--then=QUIT"];
  expect(settingsOf(words, variables)).toEqual(settingsOf(words));
});

test("of a signal that is mapped twice the last map counts", () => {
  expect(settingsOf(["-mHUP=none", "-mHUP=QUIT"]).map[1]).toBe(3);
});

test("an empty variable sets nothing, as it is how manifests unset one", () => {
  expect(settingsOf([], { LISSOM_GRACE: "", LISSOM_MAP: "", LISSOM_TO: "" })).toEqual(settingsOf([]));
});

test("variables of others set nothing and cause no warning", () => {
  const { parser } = parse(["x"], {
    PATH: "/bin",
    GRACE: "1s",
    lissom_grace: "1s",
    LISSOMGRACE: "1s",
    "": "x",
  });
  expect([parser.warning, parser.error, parser.settings]).toEqual(["", "", settingsOf([])]);
});

test("an unknown variable of lissom's is a warning with the nearest name, and no error", () => {
  const { parser } = parse(["x"], { LISSOM_GRAEC: "1s" });
  expect(parser.error).toBe("");
  expect(parser.warning).toBe('unknown environment variable: "LISSOM_GRAEC", did you mean LISSOM_GRACE?');
});

test("the variables that lissom sets for others cause no warning", () => {
  const variables = { LISSOM_SIGNAL: "TERM", LISSOM_PID: "7", LISSOM_EXIT_CODE: "0", LISSOM_REASON: "stop" };
  expect(parse(["x"], variables).parser.warning).toBe("");
});

test("a bad value in the environment is an error, also where the command line overrides it", () => {
  expect(errorOf(["--grace=1s"], { LISSOM_GRACE: "soon" })).toContain('bad value: LISSOM_GRACE "soon"');
});

test("of several errors the first is kept", () => {
  expect(errorOf(["-gsoon", "--bogus"], { LISSOM_TO: "nobody" })).toContain("LISSOM_TO");
  expect(errorOf(["-gsoon", "--bogus"])).toContain("-g");
});

test("help, version and install need no command", () => {
  for (const word of ["--help", "-h", "--version", "-V", "--install=/x"])
    expect(parse([word]).parser.error).toBe("");
});
