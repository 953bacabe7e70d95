import { hostname } from "node:os";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, talker } from "../case.ts";
import { drain, withFullPipe } from "./full-pipe.ts";

interface Entry {
  event: string;
  hostname: string;
  count?: number;
}

const entriesOf = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);

/** What stands in the lines of the log, and which are missing. */
export const logLineCases: Case[] = [
  {
    id: "log.9",
    title: "the lines before and after the command's start have the same hostname, and each its event's name",
    async run(init) {
      await using run = start(init, { options: { logLevel: "info" }, command: ["true"] });
      same("ending", await run.finished(), { code: 0 });
      const entries = entriesOf(run.err);
      const events = entries.map(({ event }) => event);
      same("events", events, ["commandStarted", "mainExited", "finished"]);
      for (const entry of entries) same("hostname", entry.hostname, hostname());
    },
  },
  {
    id: "log.10",
    title: "lines that a full stderr could not take are told with their count once it can",
    run: (init) =>
      withFullPipe(async (stderr, reader) => {
        const options = { logLevel: "debug" };
        await using run = start(init, { options, stderr, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(1);
        await run.says(/main got 1\n/);
        drain(reader);
        await run.signal(15);
        same("ending", await run.ended(), { code: 3 });
        const entries = entriesOf(drain(reader));
        must(
          entries.slice(0, 2).some(({ event }) => event === "linesDropped"),
          "no word of what was dropped",
        );
        const told = entries.filter(({ event }) => event !== "linesDropped").map(({ event }) => event);
        must(told.includes("mainExited"), `told is ${told}`);
        const count = entries.reduce((sum, entry) => sum + (entry.count ?? 0), 0);
        // The start, two signals received and sent, the stop request, the command's end and all's end.
        same("lines written and lines dropped", told.length + count, 8);
      }),
  },
];
