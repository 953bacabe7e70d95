import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { withFolder } from "../helpers/folder.ts";
import { makePackage, type Native } from "./support/package.ts";

/** Runs `lissom --install TARGET` in a folder of its own, which `prepare` may furnish. */
const install = (native: Native, prepare: (target: string) => void = () => undefined) =>
  withFolder(async (folder) => {
    const room = join(folder, "room");
    mkdirSync(room);
    const target = join(room, "lissom");
    prepare(target);
    const launcher = makePackage(join(folder, "package"), native, 0o700);
    const { stdout, stderr, status } = spawnSync(process.execPath, [launcher, "--install", target], {
      encoding: "utf8",
    });
    const isFile = readdirSync(room).includes("lissom") && statSync(target).isFile();
    const installed = isFile ? readFileSync(target, "utf8") : undefined;
    const mode = isFile ? (statSync(target).mode & 0o777).toString(8) : undefined;
    return { stdout, stderr, status, installed, mode, names: readdirSync(room) };
  });

describe("lissom --install", () => {
  test("writes the native executable with its run bits set, and says nothing", async () => {
    const seen = await install("#!/bin/sh\n");
    expect(seen).toEqual({
      stdout: "",
      stderr: "",
      status: 0,
      installed: "#!/bin/sh\n",
      mode: "755",
      names: ["lissom"],
    });
  });

  test("replaces a file that is there", async () => {
    const { installed, mode } = await install("new", (target) =>
      writeFileSync(target, "old", { mode: 0o600 }),
    );
    expect({ installed, mode }).toEqual({ installed: "new", mode: "755" });
  });

  test("ends with 125 and one line where the package has no native executable", async () => {
    const { stderr, status, names } = await install(undefined);
    expect({ status, names }).toEqual({ status: 125, names: [] });
    expect(stderr).toMatch(/^lissom: cannot install: .*\n$/);
  });

  test("leaves nothing behind where the target cannot be written", async () => {
    const { stderr, status, names } = await install("new", (target) => mkdirSync(target));
    expect({ status, names }).toEqual({ status: 125, names: ["lissom"] });
    expect(stderr).toMatch(/^lissom: cannot install: .*\n$/);
  });
});
