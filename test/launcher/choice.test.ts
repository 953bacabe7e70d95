import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withFolder } from "../helpers/folder.ts";
import { elfFor, makePackage, type Native } from "./support/package.ts";

/** Says that it ran and with what. */
const fake = '#!/bin/sh\necho "native: $*"\n';
const foreign = elfFor(process.arch === "arm64" ? 62 : 183);

interface Trial {
  native: Native;
  mode?: number;
  words: string[];
  env?: Record<string, string>;
}

const launch = ({ native, mode, words, env }: Trial) =>
  withFolder(async (folder) => {
    const launcher = makePackage(folder, native, mode);
    const { LISSOM_ENGINE: _, ...clean } = process.env;
    const options = { encoding: "utf8", env: { ...clean, ...env } } as const;
    const { stdout, stderr, status } = spawnSync(process.execPath, [launcher, ...words], options);
    return { stdout, stderr, status };
  });

describe("the launcher", () => {
  test("runs the native body with the words as they are", async () => {
    const words = ["-g", "1s", "--", "echo", "-x", ""];
    expect(await launch({ native: fake, words })).toEqual({
      stdout: "native: -g 1s -- echo -x \n",
      stderr: "",
      status: 0,
    });
  });

  test("runs the Node body with --engine node, however it is written", async () => {
    for (const words of [["--engine", "node"], ["--engine=node"], ["-g", "1s", "--engine", "node", "--"]]) {
      const seen = await launch({ native: fake, words: [...words, "echo", "--engine", "native"] });
      expect(seen).toEqual({ stdout: "--engine native\n", stderr: "", status: 0 });
    }
  });

  test("runs the Node body with LISSOM_ENGINE=node, and the command line beats the variable", async () => {
    const env = { LISSOM_ENGINE: "node" };
    expect((await launch({ native: fake, words: ["echo", "hello"], env })).stdout).toBe("hello\n");
    const words = ["--engine", "native", "echo"];
    expect((await launch({ native: fake, words, env })).stdout).toBe("native: --engine native echo\n");
  });

  test.each<[string, Native, number, RegExp]>([
    ["is missing", undefined, 0, /the package has none for linux-/],
    ["is for another machine", foreign, 0o755, /made for another machine/],
    ["is damaged", "no program", 0o755, /is no executable/],
    ["may not be executed", fake, 0o644, /may not be executed/],
  ])("runs the Node body after one warning where the native one %s", async (_, native, mode, reason) => {
    const { stdout, stderr, status } = await launch({
      native,
      mode,
      words: ["sh", "-c", "echo ran; exit 3"],
    });
    expect({ stdout, status }).toEqual({ stdout: "ran\n", status: 3 });
    expect(stderr).toMatch(/^lissom: warn: no native body, using Node's: .*\n$/);
    expect(stderr).toMatch(reason);
  });

  test("keeps the warning to itself where the log level asks for errors only", async () => {
    const seen = await launch({ native: undefined, words: ["--log-level", "error", "echo", "ran"] });
    expect(seen).toEqual({ stdout: "ran\n", stderr: "", status: 0 });
  });

  test.each<[string, Native]>([
    ["is missing", undefined],
    ["is for another machine", foreign],
  ])("refuses --engine native with one line and 125 where the native one %s", async (_, native) => {
    const seen = await launch({ native, words: ["--engine", "native", "echo", "ran"] });
    expect({ stdout: seen.stdout, status: seen.status }).toEqual({ stdout: "", status: 125 });
    expect(seen.stderr).toMatch(/^lissom: no native body: .*use --engine node\n$/);
  });

  test("runs the Node body although the code cache beside it is damaged or of another Node", async () => {
    await withFolder(async (folder) => {
      const launcher = makePackage(folder, undefined);
      const cache = join(folder, `dist/node/main-${process.version}-${process.arch}.cache`);
      for (const damage of [() => writeFileSync(cache, "x".repeat(5000)), () => rmSync(cache)]) {
        damage();
        const words = [launcher, "--engine", "node", "sh", "-c", "echo ran; exit 3"];
        const { stdout, stderr, status } = spawnSync(process.execPath, words, { encoding: "utf8" });
        expect({ stdout, stderr, status }).toEqual({ stdout: "ran\n", stderr: "", status: 3 });
      }
    });
  });

  test("refuses bad words itself, with one line and 125", async () => {
    const { stderr, status } = await launch({ native: fake, words: ["--engine", "steam", "true"] });
    expect({ stderr, status }).toEqual({
      stderr: 'lissom: bad value: --engine "steam": one of auto, native, node\n',
      status: 125,
    });
  });
});
