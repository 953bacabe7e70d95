import { fixture } from "../../helpers/fixtures.ts";
import type { Init } from "../../helpers/inits.ts";
import { poll } from "../../helpers/poll.ts";
import { stateOf } from "../../helpers/proc.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { ending, listener, place, scene } from "../observe.ts";
import type { Trial } from "../trial.ts";
import { adopts, groupAndSession, leavesBehind, signalSet } from "./command.ts";
import { hears, reaches } from "./delivery.ts";
import { interrupted, suspendsAndResumes } from "./terminal.ts";

const single = { flags: ["-c"] };
const noSession = { env: { DUMB_INIT_SETSID: "0" } };

/** Whether a terminal stop suspends the init and the command, and a CONT resumes both. */
const suspends =
  (signo: number, flags: string[] = []) =>
  async (init: Init): Promise<string[]> => {
    await using run = start(init, { place: "child", flags, separator: true, command: listener() });
    const main = await run.pidOf("main");
    const pid = await run.pid();
    await run.signal(signo);
    await poll("both to be suspended", () => stateOf(pid) === "T" && stateOf(main) === "T");
    await run.signal(18);
    await poll("both to be resumed", () => stateOf(pid) === "S" && stateOf(main) === "S");
    await run.signal(64);
    await run.says(/main got 64/);
    return [...run.out.matchAll(/main got (\d+)/g)].map((match) => match[1] ?? "");
  };

/** What a command on a terminal finds: whether it is the terminal's, and its group is in the foreground. */
const onTerminal =
  (setup: Partial<Setup> = {}) =>
  async (init: Init): Promise<string> => {
    const script = `read -r pid name state parent group session tty front rest < /proc/self/stat
      echo "terminal=$([ $tty != 0 ] && echo yes) front=$([ $front = $group ] && echo yes) leads=$([ $session = $pid ] && echo yes)."`;
    await using run = start(init, {
      ...setup,
      around: [fixture("pty")],
      before: scene("terminal"),
      stdin: "pipe",
      place: "child",
      command: ["--", "/bin/sh", "-c", script],
    });
    return (await run.says(/terminal=.*\./))[0];
  };

/** What the command hears of the terminal that the init leads and gives up: the kernel sends HUP and CONT for that. */
async function hearsOfTerminal(init: Init): Promise<string[]> {
  const around = [fixture("pty")];
  await using run = start(init, {
    around,
    before: scene("terminal"),
    stdin: "pipe",
    place: "child",
    separator: true,
    command: listener(),
  });
  await run.says(/main ready/);
  await run.signal(10);
  await run.says(/main got 10\r\n/);
  return [...run.out.matchAll(/main got (\d+)/g)].map((match) => match[1] ?? "");
}

const talks = (setup: Partial<Setup>) => async (init: Init) => {
  await using run = start(init, { ...setup, separator: true, command: ["true"] });
  await run.finished();
  return run.err !== "";
};

const rewrites = (rule: string, signo: number, expected: number[], marker = 64): Trial => ({
  title: `-r ${rule} passes ${signo} on as ${expected[0] === marker ? "nothing" : expected[0]}`,
  run: hears(signo, { flags: ["-r", rule] }, marker),
  expected,
});

/** What dumb-init does with a command, beyond what every init does. */
export const dumbInitBehaviour: Trial[] = [
  { title: "the command leads a session", run: groupAndSession(), expected: ["own group", "own session"] },
  {
    title: "-c leaves the command in the session",
    run: groupAndSession(single),
    expected: ["own group"],
    why: "ownGroup",
    original: [],
  },
  {
    title: "DUMB_INIT_SETSID=0 leaves the command in the session",
    run: groupAndSession(noSession),
    expected: ["own group"],
    why: "ownGroup",
    original: [],
  },
  {
    title: "DUMB_INIT_SETSID=1 changes nothing",
    run: groupAndSession({ env: { DUMB_INIT_SETSID: "1" } }),
    expected: ["own group", "own session"],
  },
  {
    title: "the command starts with an empty mask",
    run: signalSet("SigBlk", "block", "12"),
    expected: undefined,
  },
  {
    title: "ignored signals stay ignored",
    run: signalSet("SigIgn", "ignore", "1"),
    expected: "1",
    why: "ignoredSignals",
    original: undefined,
  },
  { title: "an ignored SIGCHLD is set back", run: signalSet("SigIgn", "ignore", "17"), expected: undefined },
  {
    title: "a closed stdin is no reason not to run",
    run: (init) => ending(init, { before: scene("close", "0"), command: ["true"] }),
    expected: 0,
  },
  { title: "signals reach the command's group", run: reaches(), expected: ["main", "other"] },
  { title: "-c reaches the command alone", run: reaches(single), expected: ["main"] },
  {
    title: "--single-child reaches the command alone",
    run: reaches({ flags: ["--single-child"] }),
    expected: ["main"],
  },
  { title: "DUMB_INIT_SETSID=0 reaches the command alone", run: reaches(noSession), expected: ["main"] },
  { ...rewrites("15:3", 15, [3, 18, 64]), why: "continues", original: [3, 64] },
  rewrites("15:0", 15, [64]),
  rewrites("12:14", 12, [14, 64]),
  { ...rewrites("15:15", 15, [15, 18, 64]), why: "continues", original: [15, 64] },
  rewrites("20:0", 20, [64]),
  rewrites("20:12", 20, [12, 64]),
  {
    title: "the last of two rules for a signal counts",
    run: hears(1, { flags: ["-r", "1:10", "-r", "1:12"] }),
    expected: [12, 64],
  },
  {
    title: "a rewritten signal is not rewritten again",
    run: hears(1, { flags: ["-r", "1:10", "-r10:12"] }),
    expected: [10, 64],
  },
  { title: "-c passes TSTP on as it is", run: hears(20, single), expected: [20, 64] },
  ...[20, 21, 22].map((signo) => ({
    title: `signal ${signo} stops the command and dumb-init, until CONT`,
    run: suspends(signo),
    expected: ["18", "64"],
  })),
  {
    title: "it ends with the command, and sends TERM to what is left of its group",
    run: leavesBehind(),
    expected: { code: 3, got: [15, 64] },
  },
  { title: "with -c it leaves the others alone", run: leavesBehind("-c"), expected: { code: 3, got: [64] } },
  { title: "orphans go past it where it is not PID 1", run: adopts(), expected: false },
  {
    title: "the command gets the terminal in a session of its own",
    run: onTerminal(),
    expected: "terminal=yes front=yes leads=yes.",
  },
  {
    title: "with -c the command has the terminal too",
    run: onTerminal(single),
    expected: "terminal=yes front=yes leads=.",
  },
  {
    title: "the command hears nothing of the terminal's change of hands",
    run: hearsOfTerminal,
    expected: ["10"],
  },
  {
    title: "-h is on stdout",
    run: place("-h"),
    expected: "stdout",
    why: "oneMessagePlace",
    original: "stderr",
  },
  {
    title: "-V is on stdout",
    run: place("-V"),
    expected: "stdout",
    why: "oneMessagePlace",
    original: "stderr",
  },
  { title: "-v says more", run: talks({ flags: ["-v"] }), expected: true },
  { title: "DUMB_INIT_DEBUG=1 says more", run: talks({ env: { DUMB_INIT_DEBUG: "1" } }), expected: true },
  ...["", "0", "2", "yes"].map((value) => ({
    title: `DUMB_INIT_DEBUG=${value} says nothing`,
    run: talks({ env: { DUMB_INIT_DEBUG: value } }),
    expected: false,
  })),
  {
    title: "^Z under a shell suspends it with the command, and fg resumes both",
    run: suspendsAndResumes(),
    expected: true,
  },
  { title: "^C under a shell ends it with 130", run: interrupted(), expected: "130" },
];
