import fc from "fast-check";

const pieces = fc.constantFrom(
  ..."- -- = : , + * ? / 0 1 9 g m t e l h V x none NONE never TERM sigterm HUP KILL CHLD CLD IOT poll".split(
    " ",
  ),
  ..."RTMIN RTMAX RTMIN+3 sigrtmax-2 RTMIN+31 RTMAX-31 64 65 255 256 143=0 4294967297 2147483648".split(" "),
  ..."10s 500ms 1m30s 8760h 8761h 1s1m 0s group child all stop kill wait warn trace json auto node".split(
    " ",
  ),
  ..."map to stop-on grace then leftovers exit-map parent-death log-level log-format engine install".split(
    " ",
  ),
  ..."help version gracee maap LISSOM_ LISSOM_GRACE".split(" "),
  "",
  " ",
  "\0",
  "\n",
  "\u007f",
  "é",
  "ß",
  "ı",
  "\u{1f600}",
  "\ud800",
  "\udc00",
  "99999999999999999999999999",
);
/** Text made of what a command line is made of, in any order, up to some 60 letters. */
export const garbage = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join("").slice(0, 60));

const signal = fc.oneof(
  fc.constantFrom("TERM", "SIGINT", "usr1", "RTMIN+3", "RTMAX", "18", "QUIT", "64"),
  garbage,
);
const duration = fc.oneof(fc.constantFrom("0", "1ms", "250ms", "10s", "1m30s", "2h", "never"), garbage);
const word = fc.oneof(
  fc.constantFrom(
    "true",
    "sh",
    "-c",
    "'a b'",
    '"c d"',
    '"\\"$"',
    "e\\ f",
    "''",
    "'",
    "\\",
    "|",
    "a;",
    "2>&1",
    "é",
  ),
  garbage,
);
const command = fc.oneof(
  fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
  fc.array(word, { maxLength: 3 }).map((words) => JSON.stringify(words)),
  fc.constantFrom(
    '["a\\u0041\\n\\/"]',
    ' [ "a" , "b" ] ',
    '["a",]',
    "[]",
    '["\\u00e9"]',
    '["\\u000',
    '["a"',
    '["a"]x',
  ),
);
const request = fc
  .tuple(
    fc.constantFrom("", "GET ", "POST  ", "post ", "A".repeat(16), " "),
    fc.constantFrom("http://", "HTTP://", "https://", "http:/", ""),
    fc.constantFrom("host", "127.0.0.1", "[::1]", "[::1", "a_b-c.d", "a@b", "é", ""),
    fc.constantFrom("", ":80", ":65535", ":65536", ":0", ":", ":x"),
    fc.oneof(fc.constantFrom("", "/", "/a?b", "?b", "/a#b", " ", "/a b"), garbage),
  )
  .map((parts) => parts.join(""));
const port = fc.oneof(fc.constantFrom("80", "8080", "65535", "65536", "0", "1"), garbage);
const values: Record<string, fc.Arbitrary<string>> = {
  map: fc.tuple(signal, fc.oneof(signal, fc.constant("none"))).map((pair) => pair.join("=")),
  to: fc.oneof(fc.constantFrom("child", "group", "all"), garbage),
  "stop-on": fc.array(signal, { maxLength: 3 }).map((list) => list.join(",")),
  grace: duration,
  // biome-ignore lint/suspicious/noThenProperty: it is the option's name, and nothing awaits this table
  then: fc.oneof(
    signal,
    fc.tuple(signal, duration).map((pair) => pair.join(":")),
  ),
  leftovers: fc.oneof(fc.constantFrom("stop", "kill", "wait"), garbage),
  "before-start": command,
  "before-stop": command,
  "before-stop-http": request,
  "after-exit": command,
  "hook-timeout": duration,
  delay: duration,
  drain: fc.array(port, { maxLength: 3 }).map((list) => list.join(",")),
  "drain-timeout": duration,
  budget: fc.oneof(fc.constantFrom("500ms", "501ms", "30s"), duration),
  "repeat-stop": fc.oneof(fc.constantFrom("forward", "next", "kill"), garbage),
  "exit-map": fc.tuple(fc.nat(300), fc.nat(300)).map((pair) => pair.join("=")),
  "parent-death": signal,
  "log-level": fc.oneof(fc.constantFrom("silent", "error", "warn", "info", "debug", "trace"), garbage),
  "log-format": fc.oneof(fc.constantFrom("json", "text"), garbage),
  engine: fc.oneof(fc.constantFrom("auto", "native", "node"), garbage),
};
const letters: Record<string, string> = { map: "m", to: "t", grace: "g", "exit-map": "e", "log-level": "l" };

const setting = fc
  .constantFrom(...Object.keys(values))
  .chain((name) => fc.tuple(fc.constant(name), values[name] ?? garbage, fc.nat(3)))
  .map(([name, value, spelling]) => {
    const letter = letters[name];
    if (spelling === 0 && letter) return [`-${letter}`, value];
    if (spelling === 1 && letter) return [`-${letter}${value}`];
    return spelling === 2 ? [`--${name}`, value] : [`--${name}=${value}`];
  });

/** A command line: settings in all their spellings, and now and then a word of garbage. */
export const optionWords: fc.Arbitrary<string[]> = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: setting }, { weight: 1, arbitrary: garbage.map((word) => [word]) }),
    {
      maxLength: 5,
    },
  )
  .map((groups) => groups.flat());

/** Mostly one value, now and then some with a line each. */
const lines = (value: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 3, arbitrary: value },
    {
      weight: 1,
      arbitrary: fc.array(fc.oneof(value, fc.constant(" ")), { maxLength: 3 }).map((all) => all.join("\n")),
    },
  );

/** Environment variables: settings, misspelt ones, and those of others. */
export const variables: fc.Arbitrary<[string, string][]> = fc.array(
  fc.oneof(
    fc
      .constantFrom(...Object.keys(values))
      .chain((name) =>
        fc.tuple(
          fc.constant(`LISSOM_${name.toUpperCase().replaceAll("-", "_")}`),
          lines(values[name] ?? garbage),
        ),
      ),
    fc.tuple(fc.oneof(fc.constantFrom("LISSOM_GRAEC", "LISSOM_PID", "LISSOM_", "PATH"), garbage), garbage),
  ),
  { maxLength: 3 },
);
