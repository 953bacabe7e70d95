import fc from "fast-check";
import { expect, test } from "vitest";
import { NEVER, parseDuration } from "../../src/core/duration.ts";
import { BUDGET_KILL_MS, describePlan, planMs } from "../../src/core/plan.ts";
import { textOf } from "./support/bytes.ts";
import { settingsOf } from "./support/parse.ts";

const described = (words: string[]) => textOf((out) => describePlan(out, settingsOf(words)));

test.each([
  [["--budget=5s"], "grace 10s + 500ms = 10s500ms, the budget is 5s"],
  [["--grace=0", "--budget=501ms"], "500ms = 500ms, the budget is 501ms"],
  [
    [
      "--before-stop=a",
      "--before-stop-http=http://b",
      "--delay=5s",
      "--drain=80",
      "--then=QUIT",
      "--after-exit=c",
    ],
    "2 before-stop hooks 10s + delay 5s + drain 10s + grace 10s + then 5s + 1 after-exit hook 5s + 500ms = " +
      "45s500ms, the budget is never",
  ],
  [
    ["--drain=80", "--drain-timeout=3s", "--grace=1s", "--then=INT:1s", "--then=QUIT:2s", "--budget=1m"],
    "drain 3s + grace 1s + then 3s + 500ms = 7s500ms, the budget is 1m",
  ],
  [
    [
      "--drain-timeout=3s",
      "--hook-timeout=1s",
      "--after-exit=a",
      "--after-exit=b",
      "--grace=1s",
      "--budget=2s",
    ],
    "grace 1s + 2 after-exit hooks 2s + 500ms = 3s500ms, the budget is 2s",
  ],
  [["--before-start=a", "--budget=20s"], "grace 10s + 500ms = 10s500ms, the budget is 20s"],
])("the plan of %j is shown with its parts", (words, text) => {
  expect(described(words)).toBe(text);
});

test("a grace that does not end makes a plan that does not", () => {
  expect(planMs(settingsOf(["--grace=never", "--delay=5s"]))).toBe(NEVER);
});

test("the sum is that of the waits, and the parts that are shown add up to it", () => {
  const ms = fc.nat(100_000);
  const count = fc.nat(3);
  fc.assert(
    fc.property(
      ms,
      ms,
      ms,
      fc.array(ms, { maxLength: 3 }),
      count,
      count,
      (delay, drain, grace, steps, before, after) => {
        const words = [
          ...[
            `--delay=${delay}ms`,
            `--drain-timeout=${drain + 1}ms`,
            `--grace=${grace}ms`,
            "--drain=80",
            "--hook-timeout=7ms",
          ],
          ...steps.map((step) => `--then=QUIT:${step}ms`),
          ...Array.from({ length: before }, () => "--before-stop=a"),
          ...Array.from({ length: after }, () => "--after-exit=a"),
        ];
        const sum =
          delay + drain + 1 + grace + steps.reduce((all, step) => all + step, 0) + 7 * (before + after);
        expect(planMs(settingsOf(words))).toBe(sum + BUDGET_KILL_MS);
        const parts = described(words).split(" = ")[0]?.split(" + ") ?? [];
        const shown = parts.map((part) => parseDuration(part.split(" ").at(-1) ?? ""));
        expect(shown.reduce((all, part) => all + part, 0)).toBe(sum + BUDGET_KILL_MS);
      },
    ),
  );
});
