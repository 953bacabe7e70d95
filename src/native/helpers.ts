/**
 * Helpers: the processes of lissom's own beside the command. Each is a plain fork, so it may allocate and wait as it
 * likes. It leads a process group, and leaves word in the helper's report.
 */
import { ByteWriter } from "../core/byte-writer.ts";
import { Helper } from "../core/effects.ts";
import { reasonName } from "../core/ending.ts";
import { ASKING_VARIABLES, Hook, HookTime, TELLING_VARIABLES } from "../core/hook.ts";
import { Settings } from "../core/settings.ts";
import { Signal, writeSignal } from "../core/signals.ts";
import { Supervisor } from "../core/supervisor.ts";
import { ExitCode } from "../core/wait-status.ts";
import { Body } from "./body.ts";
import { SCRATCH, SCRATCH_SIZE, SMALL } from "./buffers.ts";
import { confess, readReport, TEXT_MAX, writeReport } from "./command.ts";
import { watchConnections } from "./drain.ts";
import { CommandLine } from "./options.ts";
import { canRun, run } from "./path-search.ts";
import { request } from "./request.ts";
import {
  Clock,
  changeDirectory,
  clock,
  close,
  closeFrom,
  duplicate,
  exit,
  extendVector,
  kill,
  Mask,
  newSession,
  OpenFlag,
  open,
  ProcessControl,
  processControl,
  Report,
  readString,
  setString,
  signalMask,
  spawn,
  storeReport,
  Vector,
  workingDirectory,
} from "./system.ts";
import { addressOf, append } from "./text.ts";

const STDERR: i32 = 2;
/** What a hook may be told about the life that it belongs to; see `describeLife`. */
const VARIABLES_MAX: i32 = 3;

/** What a helper needs to know. Made before the start, and not changed by it. */
class Setting {
  /** Where lissom was started, with a zero byte. */
  directory: ByteWriter = new ByteWriter(0);

  constructor(
    readonly line: CommandLine,
    readonly supervisor: Supervisor,
  ) {}
}

let setting: Setting | null = null;
let task: Helper = Helper.Check;
let hookAt: i32 = 0;

/** Keeps what helpers will need. Call it at the start, where there are hooks or a drain. */
export function prepareHelpers(line: CommandLine, supervisor: Supervisor): void {
  const made = new Setting(line, supervisor);
  const length = workingDirectory(SCRATCH, SCRATCH_SIZE);
  if (length > 0) {
    made.directory = new ByteWriter(length);
    append(made.directory, SCRATCH, length);
  }
  setting = made;
}

/** Starts a helper and tells the head its pid, or notes that there is none. */
export function startHelper(body: Body, helper: Helper, hook: i32): void {
  task = helper;
  hookAt = hook;
  store<i32>(SMALL, 0);
  store<i32>(SMALL, 0, 4);
  store<i32>(SMALL, 0, 8);
  storeReport(Report.Helper, SMALL, 12);
  const pid = spawn(Report.Helper);
  if (pid < 0) {
    body.lacksHelper = true;
    return;
  }
  body.supervisor.helperStarted(pid);
}

/** Tells the head that no process could be made. */
export function reportMissingHelper(body: Body): void {
  body.log.detail.text("no process could be made");
  body.supervisor.helperEnded(ExitCode.OwnFailure, 0, clock(Clock.Monotonic));
}

/** Ends a helper and its whole process group; itself also before it has one. */
export function killHelper(pid: i32): void {
  kill(-pid, Signal.Kill);
  kill(pid, Signal.Kill);
}

/** Adds what the helper says of its failure to the next log entry. */
export function readFailure(detail: ByteWriter): void {
  if (task !== Helper.Drain) readReport(Report.Helper, detail);
}

/** What the helper does, in its own process. Comes back only where a program could not be run, with the reason noted. */
export function runHelper(): void {
  const known = setting;
  if (known === null) return;
  // And with it a group. A hook that touched the terminal of lissom's session would be stopped for ever.
  newSession();
  if (task === Helper.Check) checkHooks(known);
  else if (task === Helper.Hook) runHook(known);
  else {
    dieWithParent();
    exit(watchConnections(known.supervisor.settings.drainPorts));
  }
}

/** For those that lissom alone has use for. */
function dieWithParent(): void {
  processControl(ProcessControl.ParentDeathSignal, Signal.Kill);
}

function hookOf(settings: Settings, index: i32): Hook {
  return settings.hooks[index] as Hook;
}

function checkHooks(known: Setting): void {
  dieWithParent();
  const settings = known.supervisor.settings;
  for (let i = 0; i < settings.hooks.length; i++) {
    const hook = hookOf(settings, i);
    if (hook.isRequest()) continue;
    setCommand(known.line, hook.words);
    if (!canRun(known.line)) confess(Report.Helper);
  }
  exit(0);
}

function runHook(known: Setting): void {
  const hook = hookOf(known.supervisor.settings, hookAt);
  if (hook.isRequest()) {
    dieWithParent();
    const cause = new ByteWriter(TEXT_MAX);
    const exitCode = request(hook, cause);
    if (exitCode !== 0) writeReport(Report.Helper, exitCode, 0, cause);
    exit(exitCode);
  }
  setCommand(known.line, hook.words);
  describeLife(known.supervisor, hook.time);
  if (known.directory.length > 0) changeDirectory(known.directory.bytes.dataStart);
  connectToStderr();
  signalMask(Mask.Set, 0);
  run(known.line);
}

/** Puts the words behind those of lissom's own command line, with a free place in front of them for a shell. */
function setCommand(line: CommandLine, words: Array<string>): void {
  const count = extendVector(Vector.Arguments, words.length + 1);
  if (count < 0) exit(ExitCode.OwnFailure);
  setString(Vector.Arguments, count, text("sh"));
  for (let i = 0; i < words.length; i++) setString(Vector.Arguments, count + 1 + i, text(words[i] as string));
  line.commandAt = count + 1;
}

/** The text with a zero byte, in memory of its own. */
function text(words: string): usize {
  const bytes = new ByteWriter(words.length + 1);
  bytes.text(words);
  return addressOf(bytes);
}

/**
 * What an earlier lissom, or a user, has set under the same names must not be taken for ours. And a lissom inside of a
 * hook must not run the hooks again.
 */
function describeLife(supervisor: Supervisor, time: HookTime): void {
  emptyVariables(ASKING_VARIABLES);
  emptyVariables(TELLING_VARIABLES);
  if (time === HookTime.BeforeStart || extendVector(Vector.Variables, VARIABLES_MAX) < 0) return;
  const isLast = time === HookTime.AfterExit;
  const signal = new ByteWriter(48);
  signal.text("LISSOM_SIGNAL=");
  const signo = isLast ? supervisor.mainSigno : supervisor.requestSigno;
  if (signo !== 0) writeSignal(signal, signo);
  setVariable(signal);
  const number = new ByteWriter(48);
  number.text(isLast ? "LISSOM_EXIT_CODE=" : "LISSOM_PID=");
  if (isLast) number.number(supervisor.exitCode as f64);
  else if (supervisor.mainPid !== 0) number.number(supervisor.mainPid as f64);
  setVariable(number);
  if (!isLast) return;
  const reason = new ByteWriter(48);
  reason.text("LISSOM_REASON=");
  reason.text(reasonName(supervisor.ending.reason));
  setVariable(reason);
}

/** Replaces the variable of the same name, or appends. */
function setVariable(variable: ByteWriter): void {
  let length = 0;
  while ((variable.bytes[length] as i32) !== 0x3d) length += 1;
  setString(Vector.Variables, find(variable.bytes.dataStart, length + 1), addressOf(variable));
}

/** Takes the values of those variables away that are there. */
function emptyVariables(names: Array<string>): void {
  for (let i = 0; i < names.length; i++) {
    const variable = new ByteWriter(32);
    variable.text(names[i] as string);
    variable.byte(0x3d);
    const index = find(variable.bytes.dataStart, variable.length);
    if (readString(Vector.Variables, index, 0, SCRATCH, 1) >= 0)
      setString(Vector.Variables, index, addressOf(variable));
  }
}

/** Index of the variable that begins with these bytes, or behind the last. */
function find(start: usize, length: i32): i32 {
  let index: i32 = 0;
  while (readString(Vector.Variables, index, 0, SCRATCH, length) >= 0) {
    if (memory.compare(SCRATCH, start, length) === 0) break;
    index += 1;
  }
  return index;
}

/** Nothing to read, and both outputs are lissom's stderr: stdout may be the application's data. */
function connectToStderr(): void {
  const nothing = open(text("/dev/null"), OpenFlag.ReadWrite);
  if (nothing < 0) close(0);
  else if (nothing > 0) duplicate(nothing, 0);
  if (duplicate(STDERR, 1) < 0) {
    // Or the next files that the hook opens would take their places.
    duplicate(0, 1);
    duplicate(0, STDERR);
  }
  closeFrom(STDERR + 1);
}
