import fc from "fast-check";
import { expect, test } from "vitest";
import { Parser } from "../../src/core/parser.ts";
import { garbage, optionWords, variables } from "../model/words.ts";
import { hasControl } from "./support/bytes.ts";
import { errorOf, parse } from "./support/parse.ts";

const aSignal = "a signal is a name such as TERM or RTMIN+1, or a number from 1 to 64";
const aDuration = "a duration looks like 500ms, 10s or 1m30s, up to 8760h";
const positive = `more than 0; the wait must end; ${aDuration}`;
const budget = `more than 500ms; the wait must end; ${aDuration}`;
const ports = "a port is a number from 1 to 65535; several are separated by commas";
const exitCodes = "write FROM=TO with exit codes from 0 to 255, such as 143=0";

test.each<[string[], string]>([
  [["--map=TERM"], 'bad value: --map "TERM": write FROM=TO, such as TERM=QUIT or HUP=none'],
  [["-m", "X=TERM"], `bad value: -m "X=TERM": ${aSignal}; none on the right drops it`],
  [["-mTERM=X"], `bad value: -m "TERM=X": ${aSignal}; none on the right drops it`],
  [["-mnone=TERM"], `bad value: -m "none=TERM": ${aSignal}; none on the right drops it`],
  [["-mKILL=TERM"], 'bad value: -m "KILL=TERM": KILL and STOP never reach lissom, and CHLD is its own'],
  [["-m19=TERM"], 'bad value: -m "19=TERM": KILL and STOP never reach lissom, and CHLD is its own'],
  [["-mSIGCHLD=none"], 'bad value: -m "SIGCHLD=none": KILL and STOP never reach lissom, and CHLD is its own'],
  [["--to=everyone"], 'bad value: --to "everyone": one of child, group, all'],
  [["--to="], 'bad value: --to "": one of child, group, all'],
  [["--stop-on=TERM,"], `bad value: --stop-on "TERM,": ${aSignal}; several are separated by commas`],
  [["--stop-on=KILL"], 'bad value: --stop-on "KILL": KILL, STOP and CHLD cannot begin a stop'],
  [["-g", "10"], `bad value: -g "10": ${aDuration}, or never`],
  [["--grace=-1s"], `bad value: --grace "-1s": ${aDuration}, or never`],
  [["--grace=99999999999999h"], `bad value: --grace "99999999999999h": ${aDuration}, or never`],
  [["--then=soon"], `bad value: --then "soon": write SIGNAL or SIGNAL:WAIT, such as QUIT:5s; ${aSignal}`],
  [["--then=QUIT:never"], `bad value: --then "QUIT:never": the wait must end; ${aDuration}`],
  [["--then=QUIT:"], `bad value: --then "QUIT:": the wait must end; ${aDuration}`],
  [["--leftovers=keep"], 'bad value: --leftovers "keep": one of stop, kill, wait'],
  [["--hook-timeout=0"], `bad value: --hook-timeout "0": ${positive}`],
  [["--hook-timeout=never"], `bad value: --hook-timeout "never": ${positive}`],
  [["--drain-timeout=0s"], `bad value: --drain-timeout "0s": ${positive}`],
  [["--drain-timeout=99999999999h"], `bad value: --drain-timeout "99999999999h": ${positive}`],
  [["--delay=never"], `bad value: --delay "never": the wait must end; ${aDuration}`],
  [["--delay=5"], `bad value: --delay "5": the wait must end; ${aDuration}`],
  [["--budget=500ms"], `bad value: --budget "500ms": ${budget}`],
  [["--budget=never"], `bad value: --budget "never": ${budget}`],
  [["--drain=0"], `bad value: --drain "0": ${ports}`],
  [["--drain=65536"], `bad value: --drain "65536": ${ports}`],
  [["--drain=80,"], `bad value: --drain "80,": ${ports}`],
  [["--drain=http"], `bad value: --drain "http": ${ports}`],
  [["--drain=80,81,80"], 'bad value: --drain "80,81,80": each port once'],
  [["--drain=80", "--drain=80"], 'bad value: --drain "80": each port once'],
  [["--repeat-stop=ignore"], 'bad value: --repeat-stop "ignore": one of forward, next, kill'],
  [["--before-start="], 'bad value: --before-start "": a program is needed'],
  [["--before-stop=sh -c 'x"], 'bad value: --before-stop "sh -c \'x": a quote or an escape is not closed'],
  [
    ["--after-exit", "sync; date"],
    "bad value: --after-exit \"sync; date\": there is no shell here: write sh -c '...'",
  ],
  [
    ["--before-stop-http=https://x"],
    'bad value: --before-stop-http "https://x": http only: for https use --before-stop with curl',
  ],
  [["-e256=0"], `bad value: -e "256=0": ${exitCodes}`],
  [["-e0=-1"], `bad value: -e "0=-1": ${exitCodes}`],
  [["-e1"], `bad value: -e "1": ${exitCodes}`],
  [["-e1=4294967296"], `bad value: -e "1=4294967296": ${exitCodes}`],
  [["--parent-death=none"], `bad value: --parent-death "none": ${aSignal}`],
  [
    ["--parent-death=KILL"],
    'bad value: --parent-death "KILL": KILL and STOP would leave the command without its init, and CHLD is lissom\'s own',
  ],
  [["-lloud"], 'bad value: -l "loud": one of silent, error, warn, info, debug, trace'],
  [["--log-format=xml"], 'bad value: --log-format "xml": one of json, text'],
  [["--engine=deno"], 'bad value: --engine "deno": one of auto, native, node'],
  [["--install="], 'bad value: --install "": a file name is needed'],
  [["--gracee=5s"], 'unknown option: "--gracee", did you mean --grace?; -h shows the help'],
  [["--Map"], 'unknown option: "--Map", did you mean --map?; -h shows the help'],
  [["--zzzzzzzz"], 'unknown option: "--zzzzzzzz"; -h shows the help'],
  [["-x"], 'unknown option: "-x"; -h shows the help'],
  [["-hx"], 'unknown option: "-x"; -h shows the help'],
  [["-grace"], `bad value: -g "race": ${aDuration}, or never`],
  [["--help=yes"], 'needless value: --help takes none, got "yes"'],
  [
    ["--grace=never", "--then=QUIT"],
    "conflicting settings: with --grace never, the signals of --then would never be sent",
  ],
  [["--grace=never", "--budget=30s"], "conflicting settings: --budget needs a --grace that ends, not never"],
])("%j is refused with one line that says what is wrong and what is accepted", (words, line) => {
  expect(errorOf(words)).toBe(line);
});

test("settings of the environment and the command line that exclude each other are refused", () => {
  expect(errorOf(["--grace=never"], { LISSOM_THEN: "QUIT" })).toContain("conflicting settings");
});

test("each bad value is refused in the environment too, under the variable's name", () => {
  for (const [name, value] of [
    ["MAP", "HUP=none,"],
    ["GRACE", "5"],
    ["THEN", "QUIT,,INT"],
    ["EXIT_MAP", "1=999"],
    ["DRAIN", "80,80"],
    ["BEFORE_STOP", "true\nfalse |"],
    ["BEFORE_STOP_HTTP", "http://a\nb"],
  ]) {
    expect(errorOf([], { [`LISSOM_${name}`]: value ?? "" })).toMatch(
      new RegExp(`^bad value: LISSOM_${name} ".*": .+`),
    );
  }
});

test("a missing value, and a missing command, are named", () => {
  expect(parse(["-g"]).parser.error).toBe("missing value: -g needs DURATION; -h shows the help");
  expect(parse(["--map"]).parser.error).toBe("missing value: --map needs FROM=TO; -h shows the help");
  const missing = "missing command: write [options] [--] command [argument...]; -h shows the help";
  for (const words of [[], ["--"], ["-g5s"], ["-g5s", "--"]]) expect(parse(words).parser.error).toBe(missing);
});

test("a long option without a name is unknown", () => {
  expect(errorOf(["--=x"])).toMatch(/^unknown option: "--"/);
});

test("a word that could not be read whole is refused by its beginning", () => {
  const parser = new Parser();
  parser.refuseLength("a".repeat(5000));
  expect(parser.error).toBe(`too long: "${"a".repeat(80)}...": options and variables may have 4095 bytes`);
});

test("more options than lissom keeps memory for are refused, and as many as anybody writes are not", () => {
  const maps = (count: number) => Array.from({ length: count }, () => "-mHUP=none");
  expect(errorOf(maps(1000))).toBe("");
  expect(errorOf(maps(100_000))).toMatch(/^too /);
  const hooks = (count: number) =>
    Array.from({ length: count }, () => `--after-exit=echo ${"x".repeat(4000)}`);
  expect(errorOf(hooks(10))).toBe("");
  expect(errorOf(hooks(20))).toMatch(/^too /);
});

test("whatever is typed, the answer is settings or one printable line of bounded length", () => {
  const words = fc.oneof(
    optionWords,
    fc.array(garbage, { maxLength: 4 }),
    fc.array(fc.string({ unit: "binary" })),
  );
  fc.assert(
    fc.property(words, variables, (typed, environment) => {
      const { parser } = parse(typed, Object.fromEntries(environment));
      for (const line of [parser.error, parser.warning]) {
        expect(hasControl(line)).toBe(false);
        expect(line.length).toBeLessThan(400);
      }
    }),
    { numRuns: 2000 },
  );
});
