import { readFileSync } from "node:fs";
import type { Init } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { childrenOf, field } from "../../helpers/proc.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { ending, endingWithoutChildSignal, endOf, output, place, scene } from "../observe.ts";
import type { Trial } from "../trial.ts";
import { adopts, groupAndSession, ignoresChild, leavesBehind, signalSet } from "./command.ts";
import { hears, reaches } from "./delivery.ts";
import { interrupted, suspendsAndResumes } from "./terminal.ts";

/** Lets an init without a command reap what it was started with, and sends it a signal. */
const pauses =
  (signo: number, setup: Partial<Setup> = {}) =>
  async (init: Init): Promise<number | string> => {
    const before = ["/bin/sh", "-c", 'sleep 1000 & sleep 1000 & exec "$@"', "sh"];
    await using run = start(init, { ...setup, before, separator: false, command: ["-P"] });
    const pid = await run.pid();
    // From here on no SIGCHLD is lost.
    await poll("the pausing init", () => keeps(pid, 17));
    for (const child of childrenOf(pid)) process.kill(child, 9);
    await poll("both children to be reaped", () => childrenOf(pid).length === 0);
    await run.signal(10);
    await run.signal(1);
    await run.signal(signo);
    return await endOf(run);
  };

/** Whether the signal waits rather than being lost. In rt_sigtimedwait (128 on x86-64) the mask does not show it. */
function keeps(pid: number, signo: number): boolean {
  if (readFileSync(`/proc/${pid}/syscall`, "latin1").startsWith("128 ")) return true;
  const mask = BigInt(`0x${field(pid, "SigBlk")}`);
  return ((mask >> BigInt(signo - 1)) & 1n) === 1n;
}

const talks = (setup: Partial<Setup>) => async (init: Init) => {
  await using run = start(init, { ...setup, separator: true, command: ["true"] });
  await run.finished();
  return run.err !== "";
};

/** What catatonit does with a command, beyond what every init does, and without one. */
export const catatonitBehaviour: Trial[] = [
  {
    title: "the command has a group of its own in the same session",
    run: groupAndSession(),
    expected: ["own group"],
  },
  {
    title: "an inherited mask is passed on",
    run: signalSet("SigBlk", "block", "12"),
    expected: "800",
    why: "noBlockedStops",
    original: "380800",
  },
  { title: "ignored signals are passed on", run: signalSet("SigIgn", "ignore", "1"), expected: "1" },
  { title: "an ignored SIGCHLD is passed on", run: ignoresChild, expected: true },
  { title: "signals reach the command alone", run: reaches(), expected: ["main"] },
  { title: "-g reaches the command's group", run: reaches({ flags: ["-g"] }), expected: ["main", "other"] },
  {
    title: "TSTP is passed on as it is",
    run: hears(20),
    expected: [20, 64],
    why: "noBlockedStops",
    original: [64],
  },
  {
    title: "it ends with the command and leaves the others alone",
    run: leavesBehind(),
    expected: { code: 3, got: [64] },
  },
  { title: "it adopts orphans where it is not PID 1", run: adopts(), expected: true },
  { title: "-P reaps, and ends on TERM with 0", run: pauses(15), expected: 0 },
  { title: "-P reaps, and ends on INT with 0", run: pauses(2), expected: 0 },
  { title: "-P ends on TERM with 0 where it is not PID 1", run: pauses(15, { place: "child" }), expected: 0 },
  {
    title: "a closed stdin is no reason not to run",
    run: (init) => ending(init, { before: scene("close", "0"), command: ["true"] }),
    expected: 0,
  },
  {
    title: "the command's end is seen though SIGCHLD was left ignored",
    run: endingWithoutChildSignal,
    expected: 40,
    why: "chldIgnored",
    original: "hangs",
  },
  {
    title: "-h is on stdout",
    run: place("-h"),
    expected: "stdout",
    why: "oneMessagePlace",
    original: "stderr",
  },
  { title: "-V is on stdout", run: place("-V"), expected: "stdout" },
  {
    title: "options behind the command are the command's",
    run: async (init) => (await output(init, { command: ["echo", "-g", "word"] })).out,
    expected: "-g word\n",
    why: "optionsEnd",
    original: "word\n",
  },
  {
    title: "--version names a tini version, as engines look for it",
    run: async (init) =>
      /^tini version \d+\.\d+\.\d+_catatonit/.test((await output(init, { command: ["--version"] })).out),
    expected: true,
  },
  ...["", "0", "1"].map((value) => ({
    title: `CATATONIT_DEBUG=${value} says more, whatever it says`,
    run: talks({ env: { CATATONIT_DEBUG: value } }),
    expected: true,
  })),
  { title: "without it nothing is said", run: talks({}), expected: false },
  {
    title: "^Z under a shell suspends it with the command, and fg resumes both",
    run: suspendsAndResumes(),
    expected: true,
    why: "jobControl",
    original: false,
  },
  { title: "^C under a shell ends it with 130", run: interrupted(), expected: "130" },
];
