import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type SuperviseOptions, supervise } from "../../src/index.ts";
import { withFolder } from "../helpers/folder.ts";
import { poll } from "../helpers/poll.ts";
import { childrenOf, stateOf } from "../helpers/proc.ts";

const shell = (script: string) => ["/bin/sh", "-c", script];
/** A hook that waits for a file, which a test makes. */
const waiting = (file: string) => shell(`until [ -e ${file} ]; do sleep 0.01; done`);

/** Supervises a command, and collects the names of what happens. */
function watch(command: string | string[], options: SuperviseOptions) {
  const supervised = supervise(command, { logLevel: "silent", ...options });
  const names: string[] = [];
  supervised.events.on("entry", ({ event }) => names.push(event));
  return { supervised, names };
}

/** Does `work` beside an HTTP server of this very process. */
async function withServer(work: (port: number, requests: string[]) => Promise<void>): Promise<void> {
  const requests: string[] = [];
  const server = createServer(({ method, url }, response) => {
    requests.push(`${method} ${url}`);
    response.writeHead(url === "/sick" ? 503 : 204).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    await work((server.address() as AddressInfo).port, requests);
  } finally {
    server.closeAllConnections();
    await once(server.close(), "close");
  }
}

describe("supervise with hooks", () => {
  test("runs them around the command in their order, in its working directory", () =>
    withFolder(async (folder) => {
      const note = (text: string) => shell(`echo ${text} >> notes`);
      const { supervised, names } = watch(shell("echo command >> notes; exec sleep 100"), {
        cwd: folder,
        env: { WORD: "from-env" },
        beforeStart: ["/bin/sh -c 'echo one $WORD >> notes'", note("two")],
        beforeStop: [note("$LISSOM_SIGNAL $LISSOM_PID")],
        afterExit: [note("$LISSOM_EXIT_CODE $LISSOM_SIGNAL $LISSOM_REASON")],
      });
      expect(supervised.pid).toBeUndefined();
      const notes = join(folder, "notes");
      await poll("the command", () => existsSync(notes) && /command/.test(readFileSync(notes, "utf8")));
      const { pid } = supervised;
      supervised.stop("INT");
      expect(await supervised.outcome).toEqual({ exitCode: 130, reason: "signalled", signal: "SIGINT" });
      const lines = ["one from-env", "two", "command", `SIGINT ${pid}`, "130 SIGINT signalled"];
      expect(readFileSync(notes, "utf8").trim().split("\n")).toEqual(lines);
      expect(names.filter((name) => /hook/i.test(name))).toEqual(Array(4).fill("hookStarted"));
    }));

  test("starts nothing where the program of one is missing, and says which", async () => {
    const { supervised, names } = watch("true", { afterExit: ["no-such-hook-anywhere --now"] });
    expect(await supervised.outcome).toEqual({
      exitCode: 125,
      reason: "start-failed",
      failure: "cannot run a hook, nothing is started: no-such-hook-anywhere: not found in PATH",
    });
    expect(names).toEqual(["hookMissing", "finished"]);
  });

  test("never starts the command where one before it fails", async () => {
    const { supervised, names } = watch("true", { beforeStart: ["false", "true"] });
    expect(await supervised.outcome).toEqual({
      exitCode: 1,
      reason: "start-failed",
      failure: "hook failed, the command is not started: false",
    });
    expect(supervised.pid).toBeUndefined();
    expect(names).toEqual(["hookStarted", "beforeStartFailed", "finished"]);
  });

  test("keeps signals that come before the start for the command, but a stop request ends the start", () =>
    withFolder(async (folder) => {
      const go = join(folder, "go");
      const first = watch(shell("exec sleep 100"), { beforeStart: [waiting(go)] });
      first.supervised.stop("HUP");
      writeFileSync(go, "");
      expect(await first.supervised.outcome).toEqual({
        exitCode: 129,
        reason: "signalled",
        signal: "SIGHUP",
      });

      const second = watch("true", { beforeStart: [shell("exec sleep 100")] });
      second.supervised.stop("TERM");
      expect(await second.supervised.outcome).toEqual({ exitCode: 143, reason: "start-failed" });
      expect(second.names).not.toContain("commandStarted");
    }));

  test("kills one that takes too long, with what it has started, and takes no status of others", async () => {
    const other = spawn("/bin/sh", ["-c", "read line; exit 7"]);
    const ended = once(other, "exit");
    const hook = shell("sleep 100 & sleep 100");
    const { supervised, names } = watch(["sleep", "100"], { beforeStop: [hook], hookTimeout: "1s" });
    supervised.stop();
    const isNew = (pid: number) => pid !== supervised.pid && pid !== other.pid;
    const shellPid = await poll("the hook", () => childrenOf(process.pid).find(isNew));
    const [sleepPid = 0] = await poll("its child", () => childrenOf(shellPid).slice(0, 1));
    other.stdin.end("\n");
    expect(await ended).toEqual([7, null]);
    expect(await supervised.outcome).toMatchObject({ exitCode: 143, reason: "signalled" });
    expect(names).toContain("hookTimedOut");
    expect([shellPid, sleepPid].map(stateOf)).toEqual([undefined, undefined]);
  });

  test("takes a hook that it has killed for no orphan, no leftover and no survivor", async () => {
    for (const repeatStop of ["next", "kill"] as const) {
      const options: SuperviseOptions = { map: { TERM: "CONT" }, beforeStop: [["sleep", "101"]], repeatStop };
      const { supervised, names } = watch(["sleep", "100"], options);
      const finished = once(supervised.events, "finished");
      const { pid } = supervised;
      supervised.stop();
      const isHook = (each: number) => each !== pid;
      const hookPid = await poll("the hook", () => childrenOf(process.pid).find(isHook));
      supervised.stop();
      await poll("the end of the hook", () => stateOf(hookPid) === undefined);
      if (repeatStop === "next") supervised.stop();
      expect(await finished).toMatchObject([{ survivors: [{ pid, name: "sleep" }] }]);
      expect(await supervised.outcome).toMatchObject({ reason: "killed-after-grace" });
      expect(names.filter((name) => /orphan|leftover/i.test(name))).toEqual([]);
    }
  });

  test("makes requests, also to this very process, and warns of one that fails", () =>
    withServer(async (port, requests) => {
      const url = `http://127.0.0.1:${port}`;
      const beforeStop = [{ url: `${url}/leave?now` }, { method: "POST", url: `${url}/sick` }];
      const { supervised } = watch(["sleep", "100"], { beforeStop });
      const failed = once(supervised.events, "hookFailed");
      supervised.stop();
      expect(await failed).toMatchObject([
        { exitCode: 1, msg: expect.stringMatching(/\/sick: status 503$/) },
      ]);
      expect((await supervised.outcome).exitCode).toBe(143);
      expect(requests).toEqual(["GET /leave?now", "POST /sick"]);
    }));

  test("waits for connections to this very process", () =>
    withServer(async (port) => {
      const client = connect(port, "127.0.0.1");
      await once(client, "connect");
      const { supervised, names } = watch(["sleep", "100"], { drain: [port], drainTimeout: "60s" });
      const drained = once(supervised.events, "drainStarted");
      supervised.stop();
      await drained;
      expect(names).not.toContain("mainExited");
      client.destroy();
      expect((await supervised.outcome).exitCode).toBe(143);
      expect(names).toContain("drained");
    }));
});
