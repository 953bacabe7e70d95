import { readFileSync } from "node:fs";
import type { Init } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { field, stateOf } from "../../helpers/proc.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { ending, endingWithoutChildSignal, endOf, listener, output, place, scene } from "../observe.ts";
import type { Trial } from "../trial.ts";
import { adopts, groupAndSession, ignoresChild, leavesBehind, signalSet } from "./command.ts";
import { hears, reaches } from "./delivery.ts";
import { interrupted, suspendsAndResumes } from "./terminal.ts";

/** How many lines the init itself says about a command that has an orphan and ends. */
const linesSaid = (setup: Partial<Setup>) => async (init: Init) => {
  await using run = start(init, { place: "child", ...setup, separator: true, command: ["true"] });
  await run.finished();
  return Math.min(2, `${run.out}${run.err}`.split("\n").filter((line) => /^(\[|lissom: )/.test(line)).length);
};

const says = (pattern: RegExp, setup: Setup) => async (init: Init) => {
  await using run = start(init, { separator: true, ...setup });
  await run.finished();
  return pattern.test(run.err);
};

/** Kills the init's parent. @returns what becomes of the init and what the command hears */
const parentDies = (signal: string) => async (init: Init) => {
  const inner = '"$@" & wait';
  const before = ["/bin/sh", "-c", `/bin/sh -c '${inner}' sh "$@" & wait; exec sleep 1000`, "sh"];
  await using run = start(init, { before, flags: ["-p", signal], separator: true, command: listener() });
  const main = await run.pidOf("main");
  const pid = Number(field(main, "PPid"));
  process.kill(Number(field(pid, "PPid")), 9);
  if (signal !== "SIGKILL") return (await run.says(/main got (\d+)/))[1];
  await poll("the end of the init", () => "Z" === (stateOf(pid) ?? "Z"));
  return stateOf(main) !== undefined && "the init is gone, the command lives";
};

const zombie = ["/bin/sh", "-c", "(/bin/sh -c 'kill -9 $$' &) ; sleep 0.2"];

/** Whether the init waits for a signal without a time limit: the third word of rt_sigtimedwait (128 on x86-64). */
async function sleepsForGood(init: Init): Promise<boolean> {
  await using run = start(init, { separator: true, command: listener() });
  await run.says(/main ready/);
  const pid = await run.pid();
  const call = () => readFileSync(`/proc/${pid}/syscall`, "latin1").split(" ");
  // The first milliseconds are the start's: it is done once nothing has happened for a moment.
  const isForGood = ([number, , , timeout]: string[]) => number === "128" && timeout === "0x0";
  const waits = poll("the init to wait without a limit", () => isForGood(call()), 1500);
  return await waits.then(
    () => true,
    () => false,
  );
}

/** What tini does with a command, beyond what every init does. */
export const tiniBehaviour: Trial[] = [
  {
    title: "the command has a group of its own in the same session",
    run: groupAndSession(),
    expected: ["own group"],
  },
  {
    title: "an inherited mask is passed on",
    run: signalSet("SigBlk", "block", "12", "block", "20"),
    expected: "80800",
  },
  {
    title: "ignored signals are passed on",
    run: signalSet("SigIgn", "ignore", "1", "ignore", "13"),
    expected: "1001",
  },
  { title: "an ignored SIGCHLD is passed on", run: ignoresChild, expected: true },
  { title: "signals reach the command alone", run: reaches(), expected: ["main"] },
  { title: "-g reaches the command's group", run: reaches({ flags: ["-g"] }), expected: ["main", "other"] },
  {
    title: "TINI_KILL_PROCESS_GROUP reaches the command's group, whatever it says",
    run: reaches({ env: { TINI_KILL_PROCESS_GROUP: "" } }),
    expected: ["main", "other"],
  },
  { title: "TSTP is passed on as it is", run: hears(20), expected: [20, 64] },
  {
    title: "it ends with the command and leaves the others alone",
    run: leavesBehind(),
    expected: { code: 3, got: [64] },
  },
  {
    title: "it ends with the command and leaves the others alone, also with -s and -g",
    run: leavesBehind("-sg"),
    expected: { code: 3, got: [64] },
  },
  { title: "without -s orphans go past it where it is not PID 1", run: adopts(), expected: false },
  { title: "-s adopts orphans", run: adopts({ flags: ["-s"] }), expected: true },
  {
    title: "TINI_SUBREAPER adopts orphans, also when it is empty",
    run: adopts({ env: { TINI_SUBREAPER: "" } }),
    expected: true,
  },
  {
    title: "without -s it says that zombie reaping won't work",
    run: says(/zombie reaping won't work/, { place: "child", command: ["true"] }),
    expected: true,
  },
  {
    title: "with -s it does not say so",
    run: says(/zombie reaping won't work/, { place: "child", flags: ["-s"], command: ["true"] }),
    expected: false,
  },
  {
    title: "-w names each zombie that it reaps",
    run: says(/Reaped zombie process with pid=\d+/, { flags: ["-w"], command: zombie }),
    expected: true,
  },
  {
    title: "without -w it reaps in silence",
    run: says(/Reaped zombie/, { command: zombie }),
    expected: false,
  },
  {
    title: "TINI_VERBOSITY=0 silences the warning",
    run: linesSaid({ env: { TINI_VERBOSITY: "0" } }),
    expected: 0,
  },
  {
    title: "TINI_VERBOSITY=1 leaves it at the warning",
    run: linesSaid({ env: { TINI_VERBOSITY: "1" } }),
    expected: 1,
  },
  { title: "TINI_VERBOSITY=3 says more", run: linesSaid({ env: { TINI_VERBOSITY: "3" } }), expected: 2 },
  {
    title: "an empty TINI_VERBOSITY changes nothing",
    run: linesSaid({ env: { TINI_VERBOSITY: "" } }),
    expected: 1,
    why: "emptyVerbosity",
    original: 0,
  },
  {
    title: "TINI_VERBOSITY beats -v",
    run: linesSaid({ flags: ["-vv"], env: { TINI_VERBOSITY: "0" } }),
    expected: 0,
  },
  { title: "-v says more", run: linesSaid({ flags: ["-v"] }), expected: 2 },
  {
    title: "TINI_VERBOSITY=x is refused",
    run: (init) => ending(init, { env: { TINI_VERBOSITY: "x" }, command: ["true"] }),
    expected: 1,
    why: "strictNumbers",
    original: 0,
  },
  {
    title: "nothing wakes it up but a signal",
    run: sleepsForGood,
    expected: true,
    why: "noWakeUps",
    original: false,
  },
  { title: "-p HUP's number arrives when the parent dies", run: parentDies("SIGHUP"), expected: "1" },
  {
    title: "-p SIGKILL ends it with its parent",
    run: parentDies("SIGKILL"),
    expected: "the init is gone, the command lives",
  },
  {
    title: "the command's end is seen though SIGCHLD was left ignored",
    run: endingWithoutChildSignal,
    expected: 40,
    why: "chldIgnored",
    original: "hangs",
  },
  {
    title: "a closed stdin is no reason not to run",
    run: (init) => ending(init, { before: scene("close", "0"), command: ["true"] }),
    expected: 0,
    why: "closedStdin",
    original: 1,
  },
  { title: "-h is on stdout", run: place("-h"), expected: "stdout" },
  {
    title: "what -v says is on stderr",
    run: place("-s", "-v", "true"),
    expected: "stderr",
    why: "oneMessagePlace",
    original: "stdout",
  },
  {
    title: "options behind the command are the command's",
    run: async (init) => (await output(init, { command: ["echo", "-g", "word"] })).out,
    expected: "-g word\n",
    why: "optionsEnd",
    original: "word\n",
  },
  {
    title: "--version names tini as dockerd looks for it",
    run: async (init) =>
      /^tini version \d+\.\d+\.\d+/.test((await output(init, { command: ["--version"] })).out),
    expected: true,
  },
  {
    title: "a fault signal that was sent reaches the command, and ends it",
    async run(init) {
      await using run = start(init, { place: "child", flags: ["-s"], separator: true, command: listener() });
      await run.says(/main ready/);
      await run.signal(11);
      await run.signal(64);
      return await endOf(run);
    },
    expected: 40,
    why: "faultSignals",
    original: "signal 11",
  },
  {
    title: "^Z under a shell suspends it with the command, and fg resumes both",
    run: suspendsAndResumes("-s"),
    expected: true,
    why: "jobControl",
    original: false,
  },
  { title: "^C under a shell ends it with 130", run: interrupted("-s"), expected: "130" },
];
