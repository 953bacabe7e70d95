import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { lissomEnvironment, type Options } from "../../helpers/options.ts";
import { type Case, shell } from "../case.ts";
import { type Mistake, refused } from "../refused.ts";

type Name = keyof Options & ("hookTimeout" | "delay" | "drainTimeout" | "budget" | "repeatStop" | HookName);
type HookName = "beforeStart" | "beforeStop" | "afterExit" | "beforeStopHttp";

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** The mistake as a flag and as a variable; each answer names its option and holds `hint`, or the value. */
function both(name: Name | "drain", value: string, hint?: RegExp, more: Options = {}): Mistake[] {
  const [[variable = ""] = []] = Object.entries(lissomEnvironment({ [name]: value }));
  const flag = `--${variable.replace("LISSOM_", "").replaceAll("_", "-").toLowerCase()}`;
  const env = { [variable]: value, ...lissomEnvironment(more) };
  const told = `(?:${hint?.source ?? escaped(value)})`;
  return [
    {
      flags: [flag, value],
      env: lissomEnvironment(more),
      names: new RegExp(`${flag}(?=[\\s\\S]*${told})`, "i"),
    },
    { env, names: new RegExp(`${variable}(?=[\\s\\S]*${told})`, "i") },
  ];
}

const hooks: HookName[] = ["beforeStart", "beforeStop", "afterExit"];

const badCommands: [string, RegExp | undefined][] = [
  ["echo 'a", /quote/],
  ['echo "a', /quote/],
  ['echo "a\\"', /quote/],
  ["echo a\\", /backslash|escape/],
  ["''", /program/],
  ['"" x', /program/],
  ["a | b", /sh -c/],
  ["a && b", /sh -c/],
  ["a > file", /sh -c/],
  ["a; b", /sh -c/],
  ["[", /\["/],
  ["[]", undefined],
  ['["a"', undefined],
  ['["a",]', undefined],
  ["['a']", undefined],
  ['["a"] x', undefined],
  ["[1]", undefined],
  ['["\\u00e9"]', /character|as it is/],
  ['["a\\u0000"]', undefined],
  ['[""]', /program/],
];

const badRequests: [string, RegExp | undefined][] = [
  ["https://127.0.0.1/", /--before-stop.*curl/],
  ["PUT HTTPS://host/", /--before-stop.*curl/],
  ["127.0.0.1", /http:\/\//],
  ["ftp://host/", /http:\/\//],
  ["http://", undefined],
  ["http:///path", undefined],
  ["http://host:0/", undefined],
  ["http://host:65536/", undefined],
  ["http://host:port/", undefined],
  ["http://host:/", undefined],
  ["http://user:word@host/", undefined],
  ["http://host/#part", undefined],
  ["http://[::1/", undefined],
  ["http://[host]/", undefined],
  ["http://::1/", undefined],
  ["http://ho st/", undefined],
  ["get http://host/", undefined],
  ["ABCDEFGHIJKLMNOPQ http://host/", undefined],
  ["GET http://host/ x", undefined],
  ["GET", undefined],
];

const badPorts = ["0", "65536", "-1", "http", "80-90", "80,,81", "80,", ",80", "8 0", "99999999999", "0x50"];
const endless = ["hookTimeout", "drainTimeout", "budget"] as const;
const durations = ["soon", "-1s", "5", "8761h", "99999999999999999999s", "1h1h", "never"];

const promise = (number: number, title: string, mistakes: () => Mistake[]): Case => ({
  id: `bad-stop.${number}`,
  title,
  run: (init) => refused(init, mistakes()),
});

/** What an init makes of mistakes in the options of a stop: 125 and one line each, by flag and by variable. */
export const badStopInputCases: Case[] = [
  promise(
    1,
    "a hook with an open quote, a shell's operator or a bad list is refused with what is accepted",
    () => badCommands.flatMap(([value, hint]) => both("beforeStop", value, hint)),
  ),
  promise(2, "the same is refused for hooks of the other times", () =>
    (["beforeStart", "afterExit"] as const).flatMap((name) =>
      badCommands.slice(0, 1).flatMap(([value, hint]) => both(name, value, hint)),
    ),
  ),
  promise(3, "a bad URL is refused, and https is told what to use instead", () =>
    badRequests.flatMap(([value, hint]) => both("beforeStopHttp", value, hint)),
  ),
  promise(4, "a bad port is refused", () =>
    badPorts.flatMap((value) => both("drain", value, /a port is a number/)),
  ),
  promise(5, "a port that is given twice is refused", () => [
    ...both("drain", "80,81,80", /once/),
    { flags: ["--drain", "80", "--drain", "81,80"], names: /--drain(?=.*once)/ },
  ]),
  promise(6, "a bad, endless or overflowing duration is refused", () =>
    [...endless, "delay" as const].flatMap((name) => durations.flatMap((value) => both(name, value))),
  ),
  promise(
    7,
    "a time limit of nothing is refused, and so is a budget that leaves no time before its last 500 ms",
    () => [
      ...endless.flatMap((name) =>
        ["0", "0s", "0ms"].flatMap((value) => both(name, value, /(above|more than) (0|500ms)/)),
      ),
      ...["1ms", "500ms"].flatMap((value) => both("budget", value, /(above|more than) 500ms/)),
    ],
  ),
  promise(8, "another word than forward, next and kill for --repeat-stop is refused", () =>
    both("repeatStop", "again", /forward.*next.*kill/),
  ),
  promise(9, "a budget beside an endless grace is refused, wherever the two come from", (): Mistake[] => [
    { flags: ["--budget", "5s", "--grace", "never"], names: /--budget.*never|--grace.*budget/s },
    { env: { LISSOM_BUDGET: "5s", LISSOM_GRACE: "never" }, names: /BUDGET.*never|GRACE.*budget/is },
    { flags: ["--grace", "never"], env: { LISSOM_BUDGET: "5s" }, names: /budget/i },
  ]),
  promise(10, "a hook whose program does not exist is found out at the start", () =>
    hooks.flatMap((name) => both(name, "/no/such/program with words").map(missing)),
  ),
  {
    id: "bad-stop.11",
    title: "a hook whose program may not be run, or is a folder, is found out at the start",
    run: (init) =>
      withFolder(async (folder) => {
        const plain = join(folder, "plain");
        writeFileSync(plain, "#!/bin/sh\n");
        chmodSync(plain, 0o644);
        const values = [plain, folder, join(plain, "below"), "no-such-program-in-path"];
        await refused(
          init,
          hooks.flatMap((name) => values.flatMap((value) => both(name, value).map(missing))),
        );
      }),
  },
  {
    id: "bad-stop.12",
    title: "a missing hook is found out before any --before-start hook is run",
    run: (init) =>
      refused(
        init,
        [
          {
            flags: ["--before-start", "echo began", "--after-exit", "/no/such"],
            names: /^(?!.*began).*no\/such/,
          },
        ],
        shell("echo started"),
      ),
  },
];

/** The line about a program is an entry of the log: it names the program, and no option. */
const missing = ({ flags, env }: Mistake): Mistake => {
  const [program = ""] = (flags?.[1] ?? Object.values(env ?? {})[0] ?? "").split(" ");
  return {
    ...(flags && { flags }),
    ...(env && { env }),
    names: new RegExp(escaped(program)),
  };
};
