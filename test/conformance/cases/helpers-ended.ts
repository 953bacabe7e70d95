import { fixture } from "../../helpers/fixtures.ts";
import { start } from "../../helpers/run.ts";
import { listen } from "../../helpers/server.ts";
import { type Case, must, range, same, scene, shell, talker } from "../case.ts";
import { loud, main } from "../drains.ts";
import { entryOf, eventsOf, finishedEntry, hook } from "../hooks.ts";

/** The processes that lissom starts for itself, and what must not be taken for them. */
export const endedHelperCases: Case[] = [
  {
    id: "helpers.1",
    title:
      "a hook before the start that touches the terminal is not stopped by it, and the command is started",
    async run(init) {
      await using run = start(init, {
        around: [fixture("pty")],
        before: scene("terminal"),
        stdin: "pipe",
        options: { beforeStart: [hook("stty -echo </dev/tty; echo tried")] },
        command: shell("echo began; exit 5"),
      });
      await run.says(/began\r\n/);
      same("ending", await run.ended(), { code: 5 });
    },
  },
  {
    id: "helpers.2",
    title:
      "what watched the connections is not taken for a leftover of the command, also when both end at once",
    async run(init) {
      await using server = await listen();
      await server.connection();
      const options = { drain: [String(server.port)], drainTimeout: "200ms", ...loud };
      for (const _ of range(1, 5)) {
        await using run = start(init, { options, command: main });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("leftovers", eventsOf(run, "leftoversFound"), []);
        must(finishedEntry(run).leftoversMs === undefined, "there was time of leftovers");
      }
    },
  },
  {
    id: "helpers.3",
    title:
      "what SIGKILL finds alive are the command's processes, and not a hook that was cut short with them",
    async run(init) {
      const options = { beforeStop: [hook("echo up >&2; sleep 1000")], budget: "1500ms", ...loud };
      await using run = start(init, { options, command: talker("main") });
      await run.says(/main ready/);
      await run.signal(15);
      await entryOf(run, "hookStarted");
      same("ending", await run.finished(), { code: 137 });
      const { survivors } = finishedEntry(run);
      const names = (survivors as { name: string }[]).map(({ name }) => name);
      same("survivors", names, ["signals"]);
      same("hooks cut short", eventsOf(run, "hookSkipped").length, 1);
    },
  },
];
