import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { allCases } from "../conformance/cases/all.ts";
import { skipFor } from "../helpers/gap.ts";
import { bodies, type Init, whyMissing } from "../helpers/inits.ts";
import { repositoryRoot } from "../helpers/root.ts";
import { wrapperNode } from "./support/nodes.ts";

/** The native body below a Node that stays its parent: a shell sees Node, and the terminal must not notice it. */
const wrapped: Init = {
  ...bodies.native,
  name: "lissom under Node",
  argv: [wrapperNode ?? "", join(repositoryRoot, "bin/lissom.js"), "--engine", "native"],
};
const missing = wrapperNode === undefined ? "no Node without process.execve" : whyMissing(bodies.native);
/** These look at the init's children, which are the native body's here. */
const ownChildren = ["F8", "F12"];
const terminalCases = allCases.filter(({ id }) => /^[FG]\d/.test(id) && !ownChildren.includes(id));

describe("job control through the launcher", () => {
  test("has cases", () => expect(terminalCases.length).toBeGreaterThan(3));

  for (const trial of terminalCases) {
    test(`${trial.id}: ${trial.title}`, async (context) => {
      skipFor(missing, context);
      await trial.run(wrapped);
    });
  }
});
