import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { fixture } from "../helpers/fixtures.ts";
import type { Init } from "../helpers/inits.ts";
import type { Place } from "../helpers/options.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, stateOf } from "../helpers/proc.ts";
import { start } from "../helpers/run.ts";

const script = fileURLToPath(new URL("fixtures/entrypoint.js", import.meta.url));
const entrypoint: Init = { name: "entrypoint", argv: [process.execPath, script], needs: [], flags: () => [] };

const places: [string, Place][] = [
  ["PID 1", "pid1"],
  ["an ordinary process", "child"],
];

describe.each(places)("an entrypoint script that supervises, as %s", (_, place) => {
  const run = (...command: string[]) => start(entrypoint, { place, separator: false, command });

  test("goes on when the command has ended, and learns how its other child ended", async () => {
    await using running = run("/bin/sh", "-c", "exit 3");
    expect(await running.ended()).toEqual({ code: 3 });
    await running.says(/outcome 3\n/);
    await running.says(/other 6\n/);
  });

  test("hands signals on to the command", async () => {
    await using running = run(fixture("signals"), "main", "15=4");
    await running.says(/main ready/);
    await running.signal(10);
    await running.says(/got 10/);
    await running.signal(15);
    expect(await running.ended()).toEqual({ code: 4 });
  });

  test("adopts and reaps orphans while the command runs", async () => {
    await using running = run(
      "/bin/sh",
      "-c",
      '("$@" &); exec sleep 100',
      "sh",
      fixture("signals"),
      "main",
      "10=9",
    );
    const orphan = await running.pidOf("main");
    const pid = await running.pid();
    await poll("the orphan to be adopted", () => childrenOf(pid).includes(orphan));
    process.kill(orphan, 10);
    await running.says(/orphan 9\n/);
    expect(stateOf(orphan)).toBeUndefined();
    await running.signal(15);
    expect(await running.ended()).toEqual({ code: 143 });
  });
});
