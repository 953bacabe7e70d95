import { beforeEach, describe, expect, test } from "vitest";
import { fixture } from "../helpers/fixtures.ts";
import { skipFor } from "../helpers/gap.ts";
import { whyMissing } from "../helpers/inits.ts";
import { type Setup, start, whyNoNamespace } from "../helpers/run.ts";
import { called, type Name, names } from "./called.ts";
import { hears, reaches } from "./cases/delivery.ts";
import { listener } from "./observe.ts";

const deaf = [fixture("signals"), "main"];

/** Starts the command under lissom by that name, as PID 1 unless told otherwise. */
const startCalled = (name: Name, setup: Setup) => start(called(name), { separator: true, ...setup });

describe.concurrent.each(names)("called %s", (name) => {
  beforeEach((context) => skipFor(whyNoNamespace() ?? whyMissing(called(name)), context));

  test("LISSOM_GRACE ends a command that ignores TERM with 137", async () => {
    await using run = startCalled(name, { env: { LISSOM_GRACE: "200ms" }, command: deaf });
    await run.says(/main ready/);
    await run.signal(15);
    expect(await run.ended()).toEqual({ code: 137 });
    expect(run.out).toContain("main got 15\n");
  });

  test("without LISSOM_GRACE a stop has no deadline: lissom waits for signals alone", async () => {
    await using run = startCalled(name, {
      env: { LISSOM_LOG_LEVEL: "info", LISSOM_LOG_FORMAT: "json" },
      command: listener(),
    });
    await run.says(/main ready/);
    await run.signal(15);
    await run.says(/main got 15/);
    await run.signal(64);
    expect(await run.finished()).toEqual({ code: 40 });
    const requested = run.err.split("\n").find((line) => line.includes('"stopRequested"'));
    expect(JSON.parse(requested ?? "{}")).toMatchObject({ signal: "SIGTERM", waitMs: "never" });
  });

  test("LISSOM_LEFTOVERS=stop waits for what outlives the command", async () => {
    const script = '"$0" other 15=0@100 & exec "$0" main 64=3';
    const command = ["/bin/sh", "-c", script, fixture("signals")];
    await using run = startCalled(name, { env: { LISSOM_LEFTOVERS: "stop" }, command });
    await run.pidOf("other");
    await run.pidOf("main");
    await run.signal(64);
    // dumb-init passes a signal on to the group: "other" has no reaction to this one.
    expect(await run.finished()).toEqual({ code: 3 });
    expect(run.out).toContain("other exits 0");
  });

  test("LISSOM_TO beats what the name and the words say", async () => {
    const to = name === "dumb-init" ? "child" : "group";
    const reached = await reaches({ env: { LISSOM_TO: to } })(called(name));
    expect(reached).toEqual(to === "child" ? ["main"] : ["main", "other"]);
    if (name === "dumb-init") return;
    expect(await reaches({ flags: ["-g"], env: { LISSOM_TO: "child" } })(called(name))).toEqual(["main"]);
  });

  test("LISSOM_EXIT_MAP changes the exit code", async () => {
    await using run = startCalled(name, { env: { LISSOM_EXIT_MAP: "1=0" }, command: ["false"] });
    expect(await run.ended()).toEqual({ code: 0 });
  });

  test("LISSOM_MAP replaces a signal", async () => {
    expect(await hears(12, { env: { LISSOM_MAP: "USR2=HUP" } })(called(name))).toEqual([1, 64]);
  });

  test("the log is text lines, and JSON lines with LISSOM_LOG_FORMAT=json", async () => {
    const texts = await Promise.all(
      [{ LISSOM_LOG_FORMAT: "" }, { LISSOM_LOG_FORMAT: "json" }].map(async (format) => {
        await using run = startCalled(name, {
          env: { LISSOM_LOG_LEVEL: "info", ...format },
          command: ["true"],
        });
        await run.finished();
        return run.err;
      }),
    );
    expect(texts[0]).toMatch(/^lissom: info: command ended/m);
    expect(texts[1]).toMatch(/^\{"level":30,.*"event":"mainExited"/m);
  });

  test.each([
    ["LISSOM_GRACE", "soon"],
    ["LISSOM_LEFTOVERS", "leave"],
    ["LISSOM_MAP", "TERM"],
    ["LISSOM_LOG_FORMAT", "xml"],
  ])("%s=%s is refused with exit code 1 and one line", async (variable, value) => {
    await using run = startCalled(name, { env: { [variable]: value }, command: ["true"] });
    expect(await run.finished()).toEqual({ code: 1 });
    expect(run.err).toMatch(new RegExp(`^lissom: bad value: ${variable} "${value}": [^\n]+\n$`));
  });

  test("bad words are refused with exit code 1 and one line that names them", async () => {
    const command = ["-?", "true"];
    await using run = startCalled(name, { separator: false, command });
    expect(await run.finished()).toEqual({ code: 1 });
    expect(run.err).toBe('lissom: unknown option: "-?"; -h shows the help\n');
  });

  test("lissom's own options are refused: the words are the other init's", async () => {
    await using run = startCalled(name, { separator: false, command: ["--grace=1s", "true"] });
    expect(await run.finished()).toEqual({ code: 1 });
    expect(run.err).toMatch(/^lissom: unknown option: "--grace"/);
  });

  test("-h lists the options of that name and no others", async () => {
    await using run = startCalled(name, { separator: false, command: ["-h"] });
    expect(await run.finished()).toEqual({ code: 0 });
    const options = run.out.match(/^ {2}-{1,2}[\w-]+|^ {6}--[\w-]+/gm)?.map((option) => option.trim());
    expect(options).toEqual(optionsOf[name]);
  });
});

const tiniOptions = ["-s", "-p", "-v", "-w", "-g", "-e", "-l", "-h", "--version"];
const catatonitOptions = ["-P", "-g", "-L", "-h", "-V"];
const optionsOf: Record<Name, string[]> = {
  tini: tiniOptions,
  "tini-static": tiniOptions,
  "docker-init": tiniOptions,
  "dumb-init": ["-c", "-r", "-v", "-h", "-V"],
  catatonit: catatonitOptions,
  "podman-init": catatonitOptions,
};
