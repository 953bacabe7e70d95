import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HELP_MAX, VERSION, writeHelp, writeVersion } from "../../src/core/help.ts";
import { OPTIONS } from "../../src/core/options.ts";
import { bytesOf, textOf } from "./support/bytes.ts";

const help = textOf(writeHelp);

test("the version is that of package.json", () => {
  const manifest: { version: string } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  );
  expect(VERSION).toBe(manifest.version);
  expect(textOf(writeVersion)).toBe(`lissom ${manifest.version}\n`);
});

test("the help text fits the buffer that the bodies give it", () => {
  expect(bytesOf(writeHelp).length).toBeLessThan(HELP_MAX);
});

test("the help text fits a terminal: no line is longer than 110 characters, and all are plain ASCII", () => {
  for (const line of help.trimEnd().split("\n")) expect(line).toMatch(/^[\x20-\x7e]{0,110}$/);
});

test.each(OPTIONS.map((option) => [option.long, option] as const))(
  "the help text has a line for --%s",
  (_, option) => {
    const lines = help.split("\n").filter((line) => line.includes(`--${option.long} `));
    expect(lines.length).toBe(1);
    for (const part of [option.help, option.value, option.fallback]) expect(lines[0]).toContain(part);
    if (option.short !== "") expect(lines[0]).toContain(`-${option.short}, --`);
  },
);

test("all help texts begin in the same column", () => {
  const columns = OPTIONS.map(({ help: text }) =>
    help
      .split("\n")
      .find((line) => line.includes(text))
      ?.indexOf(text),
  );
  expect(new Set(columns).size).toBe(1);
});
