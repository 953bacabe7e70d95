import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fixture } from "../helpers/fixtures.ts";
import { skipFor } from "../helpers/gap.ts";
import { bodies, type Init, whyMissing } from "../helpers/inits.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, field, stateOf } from "../helpers/proc.ts";
import { repositoryRoot } from "../helpers/root.ts";
import { type Run, start } from "../helpers/run.ts";
import { execveNode, wrapperNode } from "./support/nodes.ts";

const launcher = join(repositoryRoot, "bin/lissom.js");

/** lissom's native body as this Node's launcher runs it. */
const under = (node: string | undefined): Init => ({
  ...bodies.native,
  argv: [node ?? "", launcher, "--engine", "native"],
});

const ways: [string, string | undefined, "execve" | "wrapper"][] = [
  ["a Node that can replace itself", execveNode, "execve"],
  ["a Node that cannot", wrapperNode, "wrapper"],
];

const talker = (...reactions: string[]) => [fixture("signals"), "main", ...reactions];
const arrivals = (run: Run, signo: number) => run.out.split(`main got ${signo}\n`).length - 1;

describe.each(ways)("the native body under %s", (_, node, way) => {
  const init = under(node);
  const missing = node === undefined ? `no Node for the way "${way}"` : whyMissing(bodies.native);

  test("exits with the command's exit code", async (context) => {
    skipFor(missing, context);
    for (const code of [0, 1, 127, 255]) {
      await using run = start(init, { command: ["/bin/sh", "-c", `exit ${code}`] });
      expect(await run.ended()).toEqual({ code });
    }
  });

  test("is stopped by TERM as PID 1, and hands it on once", async (context) => {
    skipFor(missing, context);
    await using run = start(init, { command: talker("10=5") });
    await run.says(/main ready/);
    await run.signal(15);
    await run.says(/got 15/);
    await run.signal(10);
    expect(await run.ended()).toEqual({ code: 5 });
    expect(arrivals(run, 15)).toBe(1);
  });

  test("hands on each standard signal once as an ordinary process", async (context) => {
    skipFor(missing, context);
    const signals = [1, 2, 3, 4, 10, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30, 31];
    await using run = start(init, { place: "child", options: { grace: "never" }, command: talker() });
    await run.says(/main ready/);
    for (const signo of signals) {
      await run.signal(signo);
      await run.says(new RegExp(`main got ${signo}\n`));
    }
    expect(signals.filter((signo) => arrivals(run, signo) !== 1)).toEqual([]);
  });

  test("reaches the command once where a signal goes to the launcher's whole group", async (context) => {
    skipFor(missing, context);
    const options = { grace: "never" };
    await using run = start(init, {
      place: "child",
      before: ["setsid", "-w"],
      options,
      command: talker("12=4"),
    });
    await run.says(/main ready/);
    const leader = await poll("the launcher", async () => childrenOf(await run.pid())[0]);
    process.kill(-leader, 10);
    await run.says(/got 10/);
    process.kill(leader, 12);
    expect(await run.ended()).toEqual({ code: 4 });
    expect(arrivals(run, 10)).toBe(1);
  });

  test("gives the command the descriptors that the launcher was started with", async (context) => {
    skipFor(missing, context);
    const before = ["/bin/sh", "-c", 'exec "$@" 7</proc/version', "sh"];
    await using run = start(init, { before, command: ["readlink", "/proc/self/fd/7"] });
    expect(await run.finished()).toEqual({ code: 0 });
    expect(run.out).toBe("/proc/version\n");
  });

  test("ignores no signal in the command that the launcher's own launcher did not", async (context) => {
    skipFor(missing, context);
    const command = ["/bin/sh", "-c", "sed -n 's/^Sig[IB][gl][nk]:.//p' /proc/self/status"];
    await using run = start(init, { command });
    expect(await run.finished()).toEqual({ code: 0 });
    expect(run.out.trim().split(/\s+/)).toEqual(["0000000000000000", "0000000000000000"]);
  });

  test(
    way === "execve" ? "is the only process: Node is gone" : "is a child of Node and adopts orphans",
    async (context) => {
      skipFor(missing, context);
      const command = ["/bin/sh", "-c", '("$@" &); exec sleep 100', "sh", ...talker("10=0")];
      await using run = start(init, { command });
      const orphan = await run.pidOf("main");
      const pid = await run.pid();
      const native = way === "execve" ? pid : await poll("the native body", () => childrenOf(pid)[0]);
      expect(field(native, "Name")).toBe("lissom");
      await poll("the orphan to be adopted", () => Number(field(orphan, "PPid")) === native);
      process.kill(orphan, 10);
      await poll("the orphan to be reaped", () => stateOf(orphan) === undefined);
    },
  );
});

describe("Node as the native body's parent", () => {
  const missing = wrapperNode === undefined ? "no Node without process.execve" : whyMissing(bodies.native);

  test("dies of the signal that the native body died of", async (context) => {
    skipFor(missing, context);
    await using run = start(under(wrapperNode), { place: "child", command: talker() });
    await run.says(/main ready/);
    const pid = await run.pid();
    const native = await poll("the native body", () => childrenOf(pid)[0]);
    process.kill(native, "SIGKILL");
    expect(await run.ended()).toEqual({ signal: 9 });
  });

  test("exits with 128+n as PID 1, which no signal of its own can end", async (context) => {
    skipFor(missing, context);
    await using run = start(under(wrapperNode), { command: talker() });
    await run.says(/main ready/);
    const native = await poll("the native body", async () => childrenOf(await run.pid())[0]);
    process.kill(native, "SIGKILL");
    expect(await run.ended()).toEqual({ code: 137 });
  });
});
