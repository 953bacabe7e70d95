import type { Init } from "../helpers/inits.ts";
import type { Options } from "../helpers/options.ts";
import { type Run, start } from "../helpers/run.ts";
import { listen } from "../helpers/server.ts";
import { talker } from "./case.ts";
import { entryOf, hookOf, hookPid, talkingHook } from "./hooks.ts";

/** A part of a stop that lasts until something ends it. */
export interface Part {
  name: string;
  /** What makes it last. `port` has a connection. */
  options(port: string): Options;
  /** Waits until the stop is in it. */
  reached(run: Run): Promise<unknown>;
  /** What `next` leads to: a signal to the command. */
  next: RegExp;
  /** What `next` says of what it cut short. */
  event?: string;
}

/** Those that something else follows. */
export const parts: Part[] = [
  {
    name: "a --before-stop hook",
    options: () => ({
      beforeStop: [talkingHook("hook", "12=0"), hookOf("echo", "second hook")],
      hookTimeout: "60s",
    }),
    reached: (run) => hookPid(run, "hook"),
    next: /main got 15\n/,
    event: "hookSkipped",
  },
  {
    name: "the delay",
    options: () => ({ delay: "60s" }),
    reached: (run) => entryOf(run, "stopRequested"),
    next: /main got 15\n/,
  },
  {
    name: "the drain",
    options: (port) => ({ drain: [port], drainTimeout: "60s" }),
    reached: (run) => entryOf(run, "drainStarted"),
    next: /main got 15\n/,
    event: "connectionsCut",
  },
  {
    name: "the grace",
    options: () => ({ steps: ["USR1:60s"] }),
    reached: (run) => run.says(/main got 15\n/),
    next: /main got 10\n/,
    event: "stopEscalated",
  },
];

/** The one that SIGKILL follows. */
export const lastStep: Part = {
  name: "the last step",
  options: () => ({ grace: "50ms", steps: ["USR1:60s"] }),
  reached: (run) => run.says(/main got 10\n/),
  next: /$/,
  event: "killSent",
};

/** Brings a stop into a part of it. The command ends with 6 on USR2, and ignores all else. */
export async function inPart(
  init: Init,
  part: Part,
  repeatStop: NonNullable<Options["repeatStop"]>,
  work: (run: Run, main: number) => Promise<void>,
): Promise<void> {
  await using server = await listen();
  await server.connection();
  const options = { repeatStop, grace: "60s", ...part.options(String(server.port)), logLevel: "info" };
  await using run = start(init, { options, command: talker("main", "12=6") });
  const main = await run.pidOf("main");
  await run.signal(15);
  await part.reached(run);
  await work(run, main);
}
