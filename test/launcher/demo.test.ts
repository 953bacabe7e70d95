import { spawn, spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipFor } from "../helpers/gap.ts";
import { poll } from "../helpers/poll.ts";
import { repositoryRoot } from "../helpers/root.ts";
import { makePackage, type Native } from "./support/package.ts";

const demo = [process.execPath, "--import", "tsx", "demo/main.ts"];
/** Who runs the tests, or nobody where that is root. */
const isRoot = process.getuid?.() === 0;
const ordinary = isRoot ? ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"] : [];
const asInit = "as PID 1 of a fresh PID namespace";

/** What a viewer must see, in this order; what several processes write at once has none. */
const ORDERS = [
  [
    "command started  mainPid=",
    "orphan reaped  orphanPid=",
    "request started",
    "stop requested  signal=SIGTERM",
  ],
  ["stop requested  signal=SIGTERM", "answer 200: finished", "Round 2"],
  ["stop requested  signal=SIGTERM", "all is over  exitCode=143", "Round 2"],
  ["Round 2", "not ended in time, killing what is left  signal=SIGKILL", "all is over  exitCode=137"],
  ["all is over  exitCode=137", "Everything happened as promised."],
];

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lissom-demo-test-"));
  mkdirSync(join(folder, "refusing"));
  // Stands for a machine that allows no namespaces.
  writeFileSync(join(folder, "refusing/unshare"), "#!/bin/sh\nexit 1\n");
  chmodSync(join(folder, "refusing/unshare"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy of the package with a native body of the test's own. */
function copy(name: string, native: Native): string {
  const target = join(folder, name);
  mkdirSync(target);
  makePackage(target, native);
  for (const part of ["demo", "examples", "src"]) {
    cpSync(join(repositoryRoot, part), join(target, part), { recursive: true });
  }
  return target;
}

interface Running {
  out: string;
  ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
}

function start(words: string[], { cwd = repositoryRoot, path = process.env.PATH } = {}): Running {
  const [program = "", ...rest] = words;
  const env = { ...process.env, PATH: path };
  const child = spawn(program, rest, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const running: Running = { out: "", ended, signal: (name) => child.kill(name) };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      running.out += text;
    });
  }
  return running;
}

function whyNoNamespace(user: string[]): string | undefined {
  const words = [...user, "unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "true"];
  const { status, stderr } = spawnSync(words[0] ?? "", words.slice(1), { encoding: "utf8" });
  return status === 0 ? undefined : `no user namespace: ${stderr?.trim()}`;
}

async function expectShown(running: Running): Promise<void> {
  const status = await running.ended;
  for (const order of ORDERS) {
    const places = order.map((text) => running.out.indexOf(text));
    expect(places, running.out).not.toContain(-1);
    expect(places, running.out).toEqual([...places].sort((a, b) => a - b));
  }
  expect(running.out).not.toContain("NOT SEEN");
  expect(status).toBe(0);
}

describe.concurrent("the demo", () => {
  test("shows lissom as PID 1 of a fresh namespace", async (context) => {
    skipFor(whyNoNamespace([]), context);
    const running = start(demo);
    await expectShown(running);
    expect(running.out).toContain(asInit);
  });

  test("shows the same to an ordinary user", async (context) => {
    skipFor(whyNoNamespace(ordinary), context);
    const running = start([...ordinary, ...demo]);
    await expectShown(running);
    expect(running.out).toContain(asInit);
  });

  test("says that it shows a subreaper where there are no namespaces", async () => {
    const running = start(demo, { path: `${folder}/refusing:${process.env.PATH}` });
    await expectShown(running);
    expect(running.out).toContain("as a subreaper, since PID namespaces are not allowed here");
  });

  test("says that it shows the Node body where there is no native one", async () => {
    const running = start(demo, { cwd: copy("node", undefined) });
    await expectShown(running);
    expect(running.out).toContain("Node body; no native one: the package has none");
  });

  test("fails and says what was not seen where lissom does not do its work", async () => {
    const running = start(demo, { cwd: copy("idle", "#!/bin/sh\nexit 0\n") });
    expect(await running.ended).toBe(1);
    expect(running.out).toContain("NOT SEEN: the script's orphan");
    expect(running.out).toContain("2 of the promises were not kept.");
  });

  test("runs a command of the user's under PID 1 and ends with its exit code", async (context) => {
    skipFor(whyNoNamespace([]), context);
    const running = start([...demo, "sh", "-c", "echo parent $PPID; exit 7"]);
    expect(await running.ended).toBe(7);
    expect(running.out).toBe("parent 1\n");
  });

  test("passes a signal on to the user's command", async () => {
    const wait = "trap 'exit 9' TERM; echo ready; while :; do sleep 0.05; done";
    const running = start([...demo, "sh", "-c", wait]);
    await poll("the command", () => running.out.includes("ready"));
    running.signal("SIGTERM");
    expect(await running.ended).toBe(9);
  });

  test("gives the user's command the terminal", async () => {
    const words = [...demo, "sh", "-c", "'test -t 0 && test -t 1 && exit 5'"].join(" ");
    const running = start(["script", "--quiet", "--return", "--command", words, "/dev/null"]);
    expect(await running.ended).toBe(5);
  });
});
