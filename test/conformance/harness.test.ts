import { test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import { peers } from "../helpers/inits.ts";
import { allCases } from "./cases/all.ts";
import { judge, whyNot } from "./try.ts";

// What is known of the peers as Debian 12 packages them (tini 0.19.0, dumb-init 1.2.5, catatonit 0.1.7). A harness that
// sees none of these differences would pass everything.
const known: [string, string, "yes" | "no"][] = [
  ["tini", "L1", "yes"],
  ["tini", "C5", "no"],
  ["tini", "G1", "no"],
  ["tini", "M1", "yes"],
  ["tini", "M5", "no"],
  ["tini", "N1", "no"],
  ["tini", "B1", "no"],
  ["tini", "D5", "yes"],
  ["dumb-init", "A1", "yes"],
  ["dumb-init", "C5", "yes"],
  ["dumb-init", "F2", "yes"],
  ["dumb-init", "G1", "yes"],
  ["dumb-init", "J2", "no"],
  ["dumb-init", "M1", "no"],
  ["catatonit", "E2", "no"],
  ["catatonit", "M4", "no"],
  ["catatonit", "R1", "yes"],
  ["catatonit", "S1", "yes"],
];

for (const [name, id, result] of known) {
  test.concurrent(`${name} is seen to ${result === "yes" ? "keep" : "break"} the promise of ${id}`, async (context) => {
    const init = peers.find((peer) => peer.name === name);
    const trial = allCases.find((each) => each.id === id);
    if (init === undefined || trial === undefined) throw new Error(`no ${name} or no case ${id}`);
    skipFor(whyNot(init, trial), context);
    context.expect(await judge(init, trial)).toMatchObject({ result });
  });
}

test("every case has an id of its own", ({ expect }) => {
  expect(new Set(allCases.map(({ id }) => id)).size).toBe(allCases.length);
});
