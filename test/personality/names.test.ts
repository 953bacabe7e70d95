import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import { bodies, type Init, whyMissing } from "../helpers/inits.ts";
import { repositoryRoot } from "../helpers/root.ts";
import { whyNoNamespace } from "../helpers/run.ts";
import { called, type Name, names } from "./called.ts";
import { deliberate } from "./deliberate.ts";
import { ending, output } from "./observe.ts";

const versions: Record<Name, RegExp> = {
  tini: /^tini version 0\.19\.0 - lissom \S+\n$/,
  "tini-static": /^tini version 0\.19\.0 - lissom \S+\n$/,
  "docker-init": /^tini version 0\.19\.0 - lissom \S+\n$/,
  "dumb-init": /^dumb-init v1\.2\.5 - lissom \S+\n$/,
  catatonit: /^tini version 0\.1\.7_catatonit - lissom \S+\n$/,
  "podman-init": /^tini version 0\.1\.7_catatonit - lissom \S+\n$/,
};

/** The native body by a name that no file has: only what stands in argv[0] counts. */
const byArgument = (name: string): Init => ({
  ...called("tini"),
  argv: ["/bin/bash", "-c", `exec -a '${name}' "$0" "$@"`, ...bodies.native.argv],
});

describe("names", () => {
  test.each(names)("%s --version names the version that it stands for, and lissom's", async (name) => {
    const init = called(name);
    const { code, out } = await output(init, { command: ["--version"] });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(versions[name]) });
  });

  test.each(["tini", "/usr/bin/tini", "./tini"])("the last part of %s in argv[0] decides", async (name) => {
    expect((await output(byArgument(name), { command: ["--version"] })).out).toMatch(/^tini version/);
  });

  test.each(["lissom", "tini2", "my-tini", "tini/lissom", "", "TINI"])(
    "called %j it is lissom itself",
    async (name) => {
      expect((await output(byArgument(name), { command: ["--version"] })).out).toMatch(/^lissom \d/);
    },
  );

  test("docker-init under dockerd's words: -- and the command", async (context) => {
    skipFor(whyNoNamespace() ?? whyMissing(called("docker-init")), context);
    expect(await ending(called("docker-init"), { command: ["--", "sh", "-c", "exit 7"] })).toBe(7);
  });

  test("podman-init under podman's words: -- and the command", async (context) => {
    skipFor(whyNoNamespace() ?? whyMissing(called("podman-init")), context);
    expect(await ending(called("podman-init"), { command: ["--", "sh", "-c", "exit 7"] })).toBe(7);
  });
});

describe("docs/migrating.md", () => {
  const page = readFileSync(join(repositoryRoot, "docs/migrating.md"), "utf8").replace(/\s+/g, " ");

  test.each(Object.entries(deliberate))(
    "names the deliberate difference %s and its reason",
    (_, difference) => {
      const { what, reason } = difference;
      expect(page).toContain(`${what[0]?.toUpperCase()}${what.slice(1)}: ${reason}.`);
    },
  );
});
