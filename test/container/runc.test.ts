import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Body, nativeBody, nodeBody } from "./support/bodies.ts";
import { request } from "./support/request.ts";
import {
  missingPrograms,
  missingRoot,
  missingUserNamespaces,
  skipIfMissing,
} from "./support/requirements.ts";
import { addLissom, createNodeRoot } from "./support/root-file-system.ts";
import { type RuncContainer, startRunc } from "./support/runc.ts";
import { ordinaryUser, rootUser } from "./support/runc-users.ts";
import { createScratch, removeScratch } from "./support/scratch.ts";
import { ignoringScript, onSignal, orphanScript } from "./support/scripts.ts";

const missing = missingPrograms("runc", "busybox", "setpriv");
const users = [
  { name: "root", user: rootUser, lacking: missing ?? missingRoot() },
  {
    name: "an ordinary user",
    user: ordinaryUser,
    lacking: missing ?? missingUserNamespaces(ordinaryUser.prefix),
  },
];

let scratch: string;

beforeAll(async () => {
  scratch = createScratch();
  chmodSync(scratch, 0o777);
  if (missing !== undefined) return;
  await createNodeRoot(join(scratch, "root"));
  addLissom(join(scratch, "root"));
}, 60_000);

afterAll(() => removeScratch(scratch));

for (const { name, user, lacking } of users) {
  for (const body of [nativeBody, nodeBody]) {
    describe(`runc as ${name}, ${body.name} body`, () => {
      const folder = () => join(scratch, `${body.name}-${user.uid}`);
      const start = (script: string, env = {}) => startScript(folder(), user, body, script, env);

      beforeEach((context) => {
        skipIfMissing(context, lacking);
        mkdirSync(folder(), { recursive: true, mode: 0o777 });
        chmodSync(folder(), 0o777);
      });

      test("the command's exit code is the container's", async () => {
        expect(await (await start("exit 42")).exitCode()).toBe(42);
      });

      test("death by a signal is reported as 128 plus its number", async () => {
        expect(await (await start("kill -TERM $$")).exitCode()).toBe(143);
      });

      test("orphans are reaped", async () => {
        const container = await start(orphanScript);
        await container.waitForOutput("reaped");
        expect(await container.exitCode()).toBe(0);
      });

      test("a signal reaches the command", async () => {
        const container = await start(onSignal("USR2"));
        await container.waitForOutput("ready");
        await container.kill("USR2");
        expect(await container.exitCode()).toBe(9);
        expect(container.output).toContain("got USR2");
      });

      test("TERM lets an application behind a shell finish the request in flight", async () => {
        const container = await start("node /apps/server.js /shared/app.sock & wait");
        await container.waitForOutput("ready");
        const answer = request(join(folder(), "app.sock"));
        await container.waitForOutput("request started");
        await container.kill("TERM");
        expect(await answer).toBe("finished");
        expect(await container.exitCode()).toBe(143);
        expect(container.output).toContain("closed");
      });

      test("an application that ignores TERM is killed after LISSOM_GRACE", async () => {
        const container = await start(ignoringScript, { LISSOM_GRACE: "300ms" });
        await container.waitForOutput("ready");
        await container.kill("TERM");
        expect(await container.exitCode()).toBe(137);
      });
    });
  }
}

function startScript(
  folder: string,
  user: typeof rootUser,
  body: Body,
  script: string,
  env: Record<string, string>,
): Promise<RuncContainer> {
  const command = [...body.entrypoint, "sh", "-c", script];
  return startRunc({ user, scratch: folder, root: join(scratch, "root"), command, env, shared: folder });
}
