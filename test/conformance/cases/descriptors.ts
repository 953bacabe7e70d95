import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { type Init, noInit } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { openFilesOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";

/** What the init keeps of what it was started with. */
export const descriptorCases: Case[] = [
  {
    id: "O1",
    title: "the init moves to / so that it pins no mount, and the command stays where it was started",
    run: (init) =>
      withFolder(async (folder) => {
        const before = shell(`cd ${folder} && exec "$@"`);
        await using run = start(init, { before, command: shell('pwd; exec "$@"', ...talker("main")) });
        await run.says(/main ready/);
        same("folder of the command", run.out.split("\n")[0], folder);
        const pid = await run.pid();
        await poll("the init to move", () => readlinkSync(`/proc/${pid}/cwd`) === "/", 2000).catch(
          () => undefined,
        );
        same("folder of the init", readlinkSync(`/proc/${pid}/cwd`), "/");
      }),
  },
  {
    id: "O2",
    title: "the init closes an inherited descriptor",
    run: (init) =>
      withFolder(async (folder) => {
        const pinned = join(folder, "pinned");
        await using run = start(init, { before: shell(`exec "$@" 7>${pinned}`), command: talker("main") });
        await run.says(/main ready/);
        const pid = await run.pid();
        const kept = () => [...openFilesOf(pid).values()].includes(pinned);
        await poll("the file to be closed", () => !kept(), 2000).catch(() => undefined);
        must(!kept(), "it is still open in the init");
      }),
  },
  {
    id: "O3",
    title: "who reads the output sees its end when the command closes it, although the init runs on",
    async run(init) {
      await using run = start(init, { place: "child", command: shell("exec >&- ; exec sleep 100") });
      await poll("the end of stdout", () => run.outClosed, 4000);
      must(!run.hasEnded(), "the init has ended");
    },
  },
  {
    id: "O4",
    title: "of stdin, stdout and stderr the init keeps only stderr",
    exempt: { node: "Node keeps descriptors 0 to 2 open, on /dev/null at best", arm64: limits.qemuProcess },
    async run(init) {
      await using run = start(init, { command: talker("main"), stdin: "pipe" });
      await run.says(/main ready/);
      const pid = await run.pid();
      const open = () => [...openFilesOf(pid).keys()].join();
      await poll("only stderr to be open", () => open() === "2", 2000).catch(() => undefined);
      same("open descriptors of the init", open(), "2");
    },
  },
  {
    id: "O5",
    title: "the command inherits the descriptors that the init was started with, and none of the init's own",
    run: (init) =>
      withFolder(async (folder) => {
        const with7 = async (any: Init) => {
          const before = shell(`exec "$@" 7>${join(folder, "handed-on")}`);
          await using run = start(any, { before, place: "child", command: talker("main"), stdin: "pipe" });
          return [...openFilesOf(await run.pidOf("main")).keys()].sort().join();
        };
        same("open descriptors of the command", await with7(init), await with7(noInit));
      }),
  },
];
