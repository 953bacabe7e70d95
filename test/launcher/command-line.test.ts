import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCommandLine, scan } from "../../src/node/command-line.ts";

const option = fc.constantFrom(
  ["-g", "1s"],
  ["-g1s"],
  ["--grace=2s"],
  ["--grace"],
  ["-m", "HUP=none"],
  ["-mHUP=TERM"],
  ["--map=USR1=none"],
  ["-t", "all"],
  ["--to", "none"],
  ["-hV"],
  ["-Vg1s"],
  ["--help=x"],
  ["-x"],
  ["--no-such"],
  ["-5"],
  ["-"],
  ["--"],
  [""],
  ["--then", "INT:1s"],
  ["--then=QUIT"],
  ["-e", "143=0"],
  ["-e143"],
  ["-l"],
  ["--log-level", "--"],
  ["--install", "-x"],
  ["-gl", "1s"],
  ["--version"],
  ["-h"],
  ["--stop-on", "TERM,INT"],
  ["--grace", "never"],
  ["command"],
  ["-V", "-V"],
);
const variables = fc.record(
  {
    LISSOM_GRACE: fc.constantFrom("3s", "soon", ""),
    LISSOM_MAP: fc.constantFrom("TERM=INT,HUP=none", "TERM"),
    LISSOM_THEN: fc.constantFrom("INT:1s,QUIT", "KILL"),
    LISSOM_GRACES: fc.constant("1s"),
  },
  { requiredKeys: [] },
);

describe("the Node body's command line", () => {
  test("is read by commander just as the head's own parser reads it", () => {
    const words = fc.array(option, { maxLength: 6 }).map((options) => options.flat());
    fc.assert(
      fc.property(words, variables, (line, env) => {
        const { parser, command } = scan(line, env);
        const read = readCommandLine(line, env);
        expect(read.error).toBe(parser.error);
        if (read.error.length > 0) return;
        expect(read).toMatchObject({ command, warning: parser.warning, settings: parser.settings });
      }),
      { numRuns: 3000 },
    );
  });
});
