import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type LogEntry, supervise } from "../../src/index.ts";
import { withFolder } from "../helpers/folder.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, field, stateOf } from "../helpers/proc.ts";

const quiet = { logLevel: "silent" } as const;
const shell = (script: string) => ["/bin/sh", "-c", script];

const isSleep = (pid: number) => field(pid, "Name") === "sleep";

/** Supervises a command to its end and gives all that was told of it. */
async function watch(...[command, options]: Parameters<typeof supervise>) {
  const supervised = supervise(command, { ...quiet, ...options });
  const entries: LogEntry[] = [];
  supervised.events.on("entry", (entry) => entries.push(entry));
  const outcome = await supervised.outcome;
  return { outcome, entries, names: entries.map((entry) => entry.event) };
}

describe("supervise", () => {
  test("tells the exit code, and what happened in its order", async () => {
    const { outcome, names } = await watch(shell("exit 3"));
    expect(outcome).toEqual({ exitCode: 3, reason: "exited" });
    expect(names).toEqual(["commandStarted", "mainExited", "finished"]);
  });

  test("tells the signal that ended the command, and maps the exit code", async () => {
    const { outcome } = await watch(shell("kill -TERM $$"), { exitMap: { 143: 0 } });
    expect(outcome).toEqual({ exitCode: 0, reason: "signalled", signal: "SIGTERM" });
  });

  test("gives each event its own fields under its own name", async () => {
    const supervised = supervise(["sleep", "100"], { ...quiet, stopOn: ["USR2"], map: { USR2: "KILL" } });
    const requested = once(supervised.events, "stopRequested");
    supervised.stop("USR2");
    expect(await requested).toEqual([
      {
        event: "stopRequested",
        level: "info",
        msg: "stop requested",
        signal: "SIGUSR2",
        senderPid: 0,
        waitMs: 10_000,
      },
    ]);
    expect(await supervised.outcome).toEqual({ exitCode: 137, reason: "signalled", signal: "SIGKILL" });
  });

  test("kills what ignores the stop once the grace and its steps are over", async () => {
    const map = { USR1: "none" };
    const options = { ...quiet, map, grace: 50, steps: [{ signal: "INT", wait: "50ms" }] };
    // USR1 is its ready line: from then on it ignores the stop.
    const supervised = supervise(
      shell("trap '' TERM INT; kill -USR1 $PPID; while :; do sleep 1; done"),
      options,
    );
    const names: string[] = [];
    supervised.events.on("entry", ({ event }) => names.push(event));
    await once(supervised.events, "signalDropped");
    supervised.stop();
    expect((await supervised.outcome).exitCode).toBe(137);
    expect(names.filter((name) => /Escalated|kill/.test(name))).toEqual(["stopEscalated", "killSent"]);
  });

  test("says why a command cannot be started", async () => {
    const { outcome, names } = await watch("no-such-command-anywhere");
    expect(outcome).toEqual({
      exitCode: 127,
      reason: "start-failed",
      failure: "no-such-command-anywhere: not found in PATH",
    });
    expect(names).toEqual(["startFailed", "finished"]);
  });

  test("says that the working directory is what a command or a hook lacks", () =>
    withFolder(async (folder) => {
      const cwd = join(folder, "none");
      const failure = `working directory: no such folder: ${cwd}`;
      for (const command of ["true", "./true", "/bin/true"])
        expect((await watch(command, { cwd })).outcome).toEqual({
          exitCode: 125,
          reason: "start-failed",
          failure,
        });
      const { outcome } = await watch("true", { cwd, beforeStart: ["true"] });
      expect(outcome).toMatchObject({
        exitCode: 125,
        failure: expect.stringContaining(`hook, nothing is started: ${failure}`),
      });
    }));

  test("throws the command line's own words for bad options, and starts nothing", () => {
    expect(() => supervise("true", { grace: "soon" })).toThrow(
      /^bad value: --grace "soon": a duration looks like/,
    );
    expect(() => supervise("true", { map: { KILL: "TERM" } })).toThrow(
      /^bad value: --map "KILL=TERM": KILL and STOP/,
    );
    expect(() => supervise("true", { grace: "never", steps: ["INT"] })).toThrow(/^conflicting settings: /);
    expect(() => supervise([])).toThrow(/^missing command/);
  });

  test("throws while another command is supervised, and can be used again afterwards", async () => {
    const first = supervise(["sleep", "100"], quiet);
    expect(() => supervise("true")).toThrow(/^busy: /);
    first.stop();
    await first.outcome;
    expect((await watch("true")).outcome).toEqual({ exitCode: 0, reason: "exited" });
  });

  test("throws for a zero byte in an argument, or one that is no text, and can be used again afterwards", async () => {
    const hooks = { beforeStart: ["true"] };
    for (const options of [{}, hooks]) expect(() => supervise(["echo", "a\0b"], options)).toThrow(TypeError);
    expect(() => supervise(["echo", 1 as unknown as string])).toThrow(TypeError);
    expect((await watch("true")).outcome).toEqual({ exitCode: 0, reason: "exited" });
  });

  test("leaves no signal listener behind", async () => {
    const listeners = () => ["SIGTERM", "SIGCHLD", "SIGHUP"].map((name) => process.listenerCount(name));
    const before = listeners();
    await watch("true");
    expect(listeners()).toEqual(before);
  });

  test("takes the status of no other child of the process, started before or meanwhile", async () => {
    const early = spawn("/bin/sh", ["-c", "read line; exit 7"]);
    const supervised = supervise(shell("(sleep 0 &); (sleep 0 &); exec sleep 100"), quiet);
    const late = spawn("/bin/sh", ["-c", "read line; exit 8"]);
    const ends = [once(early, "exit"), once(late, "exit")];
    early.stdin.end("\n");
    late.stdin.end("\n");
    expect(await Promise.all(ends)).toEqual([
      [7, null],
      [8, null],
    ]);
    supervised.stop();
    expect((await supervised.outcome).exitCode).toBe(143);
  });

  test("neither signals nor waits for another child of the process", async () => {
    const other = spawn("sleep", ["100"]);
    const { outcome } = await watch(shell("(setsid sleep 100 &); exit 3"), { leftovers: "kill" });
    expect(outcome).toEqual({ exitCode: 3, reason: "exited" });
    expect(stateOf(other.pid ?? 0)).toMatch(/[RSD]/);
    other.kill("SIGKILL");
    expect(await once(other, "exit")).toEqual([null, "SIGKILL"]);
  });

  test("adopts and reaps what the command leaves behind", async () => {
    const supervised = supervise(shell("(setsid sleep 100 &); exec sleep 100"), quiet);
    await poll("an orphan", () =>
      childrenOf(process.pid)
        .filter((pid) => pid !== supervised.pid)
        .some(isSleep),
    );
    const reaped = once(supervised.events, "orphanReaped");
    supervised.stop();
    const [{ signal }] = await reaped;
    expect(signal).toBe("SIGTERM");
    expect((await supervised.outcome).exitCode).toBe(143);
  });
});
