/**
 * The child before its execve. It runs on lissom's own memory while lissom goes on, so the two share nothing that one of
 * them writes: the child has CANDIDATE, what it allocates (lissom allocates nothing by then), and the report. PID 1
 * itself never touches a file system here: a command on a dead network mount must not keep it from its signals.
 */
import { ByteWriter } from "../core/byte-writer.ts";
import { Signal } from "../core/signals.ts";
import { CANDIDATE, SCRATCH } from "./buffers.ts";
import { CommandLine } from "./options.ts";
import { noted, run } from "./path-search.ts";
import {
  Action,
  exit,
  inheritedMask,
  loadReport,
  Mask,
  newSession,
  processId,
  Report,
  release,
  setGroup,
  setString,
  setTerminalGroup,
  signalAction,
  signalMask,
  storeReport,
  takeTerminal,
  Vector,
} from "./system.ts";
import { Terminal } from "./terminal.ts";
import { addressOf, append } from "./text.ts";

/*
 * The report:
 *   0  exit code, 0 as long as nothing failed
 *   4  errno
 *   8  length of the text
 *  12  text: path and cause
 */
const REPORT_TEXT: usize = 12;
/** The longest text of a report, in bytes. */
export const TEXT_MAX: i32 = 1024;
const REPORT_SIZE: i32 = 12 + TEXT_MAX;

/** The reason in the report that was read last, as the kernel gave it. */
export let reportErrno: i32 = 0;

/** Reads a report, and appends its sentence: what could not be done, and why. @returns its exit code, 0 where there is none */
export function readReport(report: Report, out: ByteWriter): i32 {
  loadReport(report, SCRATCH, REPORT_SIZE);
  reportErrno = load<i32>(SCRATCH, 4);
  append(out, SCRATCH + REPORT_TEXT, load<i32>(SCRATCH, 8));
  return load<i32>(SCRATCH);
}

/** Leaves a report. Only in a child. */
export function writeReport(report: Report, exitCode: i32, errno: i32, text: ByteWriter): void {
  store<i32>(CANDIDATE, exitCode);
  store<i32>(CANDIDATE, errno, 4);
  store<i32>(CANDIDATE, text.length, 8);
  memory.copy(CANDIDATE + REPORT_TEXT, text.bytes.dataStart, text.length);
  storeReport(report, CANDIDATE, (REPORT_TEXT as i32) + text.length);
}

/** What the child has to know. Set by the parent before there is one. */
export class Plan {
  /** @param ignoresChild whether lissom was started with SIGCHLD ignored */
  constructor(
    readonly line: CommandLine,
    readonly terminal: Terminal,
    readonly ignoresChild: bool,
  ) {}
}

/** Turns the child into the command. Comes back where that failed; then `confess` is next. */
export function becomeCommand(plan: Plan): void {
  const line = plan.line;
  const terminal = plan.terminal;
  const settings = line.parser.settings;
  enterGroup(terminal, settings.session);
  if (line.listens) {
    const variable = new ByteWriter(32);
    variable.text("LISTEN_PID=");
    variable.number(processId());
    setString(Vector.Variables, line.listenPidAt, addressOf(variable));
  }
  if (settings.inheritsMask && plan.ignoresChild) signalAction(Signal.Chld, Action.Ignore);
  signalMask(Mask.Set, settings.inheritsMask ? inheritedMask() : 0);
  // The pages of the start's code are lissom's too. It gives them back, but the child may be the last who used them.
  // Of the memory it gives nothing back: lissom may be writing a log line there.
  release(0, 0);
  run(line);
}

/** Leaves word of why the command could not be run, and ends the child. */
export function confess(report: Report): void {
  const found = noted();
  const text = new ByteWriter(TEXT_MAX);
  found.describe(text);
  writeReport(report, found.exitCode(), found.errno, text);
  exit(found.exitCode());
}

/** A group of its own, in a session of its own where that is asked for, and the terminal where lissom had it. */
function enterGroup(terminal: Terminal, session: bool): void {
  if (session) {
    newSession();
    takeTerminal(terminal.fd);
  } else if (!terminal.isForeign) {
    setGroup(0, 0);
    if (terminal.isForeground()) setTerminalGroup(terminal.fd, processId());
  }
}
