import fc from "fast-check";

const wait = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 }));
const limit = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30_000 }));
const hook = fc.constantFrom(
  "--before-start=migrate",
  "--before-start=render now",
  "--before-stop=leave",
  '--before-stop=["flip","a b"]',
  "--before-stop-http=PUT http://registry:8500/leave?now",
  "--after-exit=tell",
  "--after-exit=note it",
);

/** An option with a time, or nothing. */
function timed(option: string, time: fc.Arbitrary<number>): fc.Arbitrary<string[]> {
  return fc.option(time).map((ms) => (ms === null ? [] : [`--${option}=${ms}ms`]));
}

/** A grace, steps and a budget; now and then a grace that never ends, which excludes the others. */
const limits = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .tuple(
        timed("grace", wait),
        timed("budget", fc.integer({ min: 501, max: 60_000 })),
        fc.array(
          wait.map((ms) => `--then=QUIT:${ms}ms`),
          { maxLength: 3 },
        ),
      )
      .map((all) => all.flat()),
  },
  { weight: 1, arbitrary: fc.constant(["--grace=never"]) },
);

/** A command line that is right, and asks for any stop: hooks, delay, drain, grace, steps, budget, and the rest. */
export const planWords: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.array(hook, { maxLength: 6 }),
    timed("hook-timeout", limit),
    timed("delay", wait),
    fc.subarray(["--drain=80,443", "--drain=8080"]),
    timed("drain-timeout", limit),
    limits,
    fc.constantFrom("forward", "next", "kill").map((how) => [`--repeat-stop=${how}`]),
    fc.constantFrom("child", "group", "all").map((target) => [`--to=${target}`]),
    fc.constantFrom("stop", "kill", "wait").map((how) => [`--leftovers=${how}`]),
    fc.subarray(["--map=INT=TERM", "--map=TERM=none", "--exit-map=143=0", "--stop-on=TERM,HUP,RTMIN"]),
    fc.constantFrom("trace", "trace", "trace", "warn").map((level) => [`--log-level=${level}`]),
  )
  .map((all) => all.flat());
