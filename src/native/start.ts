/** The start: from the settings to a command that runs. Nothing of it is needed afterwards. */
import { Event } from "../core/log-events.ts";
import { Signal } from "../core/signals.ts";
import { Body } from "./body.ts";
import { SMALL } from "./buffers.ts";
import { becomeCommand, Plan } from "./command.ts";
import { INFO_CODE, INFO_PID, stopSet } from "./loop.ts";
import { CommandLine } from "./options.ts";
import {
  Action,
  changeDirectory,
  close,
  closeFrom,
  ProcessControl,
  parentId,
  processControl,
  setGroup,
  signalAction,
  signalWait,
  spawn,
} from "./system.ts";

const STDIN: i32 = 0;
let plan: Plan | null = null;

/** What the child runs, on its own stack. */
export function runChild(): void {
  const known = plan;
  if (known !== null) becomeCommand(known);
}

/** Starts the command, or nothing where lissom only reaps. Comes back unless that was the end. */
export function start(body: Body, line: CommandLine): void {
  const settings = line.parser.settings;
  const parent = settings.parentDeath !== 0 ? parentId() : 0;
  const ignoresChild = signalAction(Signal.Chld, Action.Default) === Action.Ignore;
  if (settings.parentDeath !== 0) processControl(ProcessControl.ParentDeathSignal, settings.parentDeath);
  const reapsOrphans = adoptOrphans(body);
  takeEarlyStop(body);
  if (settings.pauses) body.supervisor.paused();
  else forkCommand(body, line, ignoresChild);
  leave(body);
  if (!reapsOrphans && settings.warnsNotReaping) body.supervisor.log(Event.NotReaping, 0, 0, 0);
  body.carryOut();
  if (line.parser.warning.length > 0) {
    body.log.detail.text(line.parser.warning);
    body.supervisor.log(Event.VariableUnknown, 0, 0, 0);
    body.carryOut();
    body.log.detail.clear();
  }
  // It died before the kernel was asked to tell.
  if (settings.parentDeath !== 0 && parentId() !== parent) body.signalArrived(settings.parentDeath, 0, 0);
}

/** PID 1 is given every orphan of its namespace; another process has to ask. @returns whether orphans come here */
function adoptOrphans(body: Body): bool {
  const supervisor = body.supervisor;
  if (supervisor.isInit) return true;
  if (!supervisor.settings.subreaper) return false;
  const errno = -processControl(ProcessControl.ChildSubreaper, 1);
  if (errno !== 0) supervisor.log(Event.SubreaperFailed, errno, 0, 0);
  return errno === 0;
}

/** A stop that was asked for before the command runs: it is not started. */
function takeEarlyStop(body: Body): void {
  const stops = stopSet(body.supervisor.settings);
  let signo = signalWait(stops, 0, SMALL);
  while (signo > 0) {
    body.signalArrived(signo, load<i32>(SMALL, INFO_CODE), load<i32>(SMALL, INFO_PID));
    signo = signalWait(stops, 0, SMALL);
  }
}

function forkCommand(body: Body, line: CommandLine, ignoresChild: bool): void {
  const terminal = body.terminal;
  const supervisor = body.supervisor;
  terminal.find();
  if (supervisor.settings.session) terminal.leave(SMALL);
  plan = new Plan(line, terminal, ignoresChild);
  const pid = spawn();
  if (pid < 0) failStart(body, -pid);
  // Both sides do it: whichever comes first, no signal to the group finds it missing. A session is the child's to make.
  if (!terminal.isForeign && !supervisor.settings.session) setGroup(pid, pid);
  body.group = pid;
  supervisor.started(pid);
}

function failStart(body: Body, errno: i32): void {
  body.carryOut();
  body.log.detail.text("no process could be made");
  body.supervisor.startFailed(body.supervisor.settings.ownFailureCode, errno);
  body.carryOut();
}

/** lissom pins no mount and keeps no pipe open but stderr and, for job control, the terminal. */
function leave(body: Body): void {
  store<u16>(SMALL, 0x2f);
  changeDirectory(SMALL);
  if (!body.terminal.isControlled || body.terminal.fd !== STDIN) close(STDIN);
  close(1);
  closeFrom(3);
}
