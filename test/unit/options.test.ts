import { expect, test } from "vitest";
import { findLong, findShort, findVariable, OPTIONS } from "../../src/core/options.ts";
import { settingsOf } from "./support/parse.ts";

const launcherOnly = ["install", "help", "version"];

test("every option stands at the place that its id names", () => {
  expect(OPTIONS.map(({ id }) => id)).toEqual(OPTIONS.map((_, index) => index));
});

test("no two options have the same name, letter or variable", () => {
  for (const names of [
    OPTIONS.map(({ long }) => long),
    OPTIONS.map(({ short }) => short).filter((name) => name !== ""),
    OPTIONS.map(({ variable }) => variable).filter((name) => name !== ""),
  ]) {
    expect(new Set(names).size).toBe(names.length);
  }
});

test("every option is set by the variable LISSOM_ and its name, except those that make lissom do something else", () => {
  for (const { long, variable } of OPTIONS) {
    expect(variable).toBe(
      launcherOnly.includes(long) ? "" : `LISSOM_${long.toUpperCase().replaceAll("-", "_")}`,
    );
  }
});

test("every option is found by its name, its letter and its variable", () => {
  for (const option of OPTIONS) {
    expect(findLong(OPTIONS, option.long)).toBe(option);
    if (option.short !== "") expect(findShort(OPTIONS, option.short)).toBe(option);
    if (option.variable !== "") expect(findVariable(OPTIONS, option.variable)).toBe(option);
  }
});

test("the options that collect values are those of which a user needs several", () => {
  const separatedBy = (separator: string) =>
    OPTIONS.filter((option) => option.separator === separator).map(({ long }) => long);
  expect(separatedBy(",")).toEqual(["map", "then", "drain", "exit-map"]);
  expect(separatedBy("\n")).toEqual(["before-start", "before-stop", "before-stop-http", "after-exit"]);
  expect(OPTIONS.length).toBe(separatedBy("").length + 8);
});

test("an empty or unknown name finds no option", () => {
  for (const name of ["", "-", "grac", "GRACE", "--grace", "LISSOM_", "LISSOM_HELP"]) {
    expect([findLong(OPTIONS, name), findShort(OPTIONS, name), findVariable(OPTIONS, name)]).toEqual([
      null,
      null,
      null,
    ]);
  }
});

test("every fallback of the table is what holds when nothing is set", () => {
  const withFallback = OPTIONS.filter(({ fallback }) => fallback !== "");
  const spelledOut = withFallback.map(({ long, fallback }) => `--${long}=${fallback}`);
  expect(spelledOut.length).toBeGreaterThan(4);
  expect(settingsOf(spelledOut)).toEqual(settingsOf([]));
});

test("every option has a help text of one short line", () => {
  for (const { help } of OPTIONS) expect(help).toMatch(/^[\x20-\x7e]{10,60}$/);
});
