import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { describe, expect, test } from "vitest";
import { EVENTS } from "../../src/core/log-events.ts";
import { withFolder } from "../helpers/folder.ts";
import { repositoryRoot } from "../helpers/root.ts";

const consumer = (line: string) => `
import { supervise, type Outcome } from "lissom";
const supervised = supervise(["node", "server.js"], { grace: "20s", map: { HUP: "none" }, steps: ["QUIT"] });
supervised.events.on("orphanReaped", ({ orphanPid }) => orphanPid.toFixed());
supervised.events.on("entry", (entry) => entry.event === "mainExited" && entry.exitCode.toFixed());
const outcome: Outcome = await supervised.outcome;
${line}
process.exit(outcome.exitCode);
`;

/** What tsc says about a program of a user's that has lissom installed; empty when it likes it. */
const compile = (line: string) =>
  withFolder(async (folder) => {
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(repositoryRoot, join(folder, "node_modules/lissom"));
    symlinkSync(join(repositoryRoot, "node_modules/@types"), join(folder, "node_modules/@types"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "main.ts"), consumer(line));
    const tsc = join(repositoryRoot, "node_modules/typescript/bin/tsc");
    const flags = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2022", "--types", "node"];
    try {
      return execFileSync(process.execPath, [tsc, ...flags, "main.ts"], { cwd: folder, encoding: "utf8" });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  });

describe("the types of the package", () => {
  test("let a strict program use the API, library checks included", async () => {
    expect(await compile("")).toBe("");
  });

  test("refuse an event, an option's word and a field that do not exist", async () => {
    expect(await compile('supervised.events.on("nothing", () => undefined);')).toContain("main.ts");
    expect(await compile('supervise("true", { to: "everybody" });')).toContain("main.ts");
    expect(await compile('supervised.events.on("killSent", ({ orphanPid }) => orphanPid);')).toContain(
      "orphanPid",
    );
  });

  test("name every event of the log with its fields, and no other", () => {
    const source = readFileSync(join(repositoryRoot, "src/node/events.ts"), "utf8");
    const body = source.match(/interface EventFields \{\n([\s\S]*?)\n\}/)?.[1] ?? "";
    const members = body.split(/^(?= {2}\w)/m);
    const typed = members.map((member) => member.match(/\w+(?=\??:)/g) ?? []);
    expect(typed).toEqual(EVENTS.map(({ name, fields }) => [name, ...fields.map((field) => field.name)]));
  });

  test("and the files of the package are found as package.json says", async () => {
    const { messages } = await publint({ pkgDir: repositoryRoot, level: "warning", pack: false });
    expect(messages).toEqual([]);
  });
});
