/** The start: from the settings to a command that runs. Nothing of it is needed afterwards. */
import { Event } from "../core/log-events.ts";
import { describePlan, planMs } from "../core/plan.ts";
import { Signal } from "../core/signals.ts";
import { Body } from "./body.ts";
import { SMALL } from "./buffers.ts";
import { becomeCommand, Plan } from "./command.ts";
import { prepareHelpers } from "./helpers.ts";
import { INFO_CODE, INFO_PID, stopSet } from "./loop.ts";
import { rememberMemoryKills } from "./memory-kills.ts";
import { CommandLine } from "./options.ts";
import {
  Action,
  Clock,
  changeDirectory,
  clock,
  close,
  closeFrom,
  kill,
  ProcessControl,
  parentId,
  processControl,
  Report,
  setGroup,
  signalAction,
  signalWait,
  spawn,
} from "./system.ts";

const STDIN: i32 = 0;
let plan: Plan | null = null;

/** What the command's child runs, on its own stack. */
export function runChild(): void {
  const known = plan;
  if (known !== null) becomeCommand(known);
}

/** Prepares and starts the command, or nothing where lissom only reaps. Comes back unless that was the end. */
export function start(body: Body, line: CommandLine): void {
  const settings = line.parser.settings;
  const supervisor = body.supervisor;
  const parent = settings.parentDeath !== 0 ? parentId() : 0;
  plan = new Plan(line, body.terminal, signalAction(Signal.Chld, Action.Default) === Action.Ignore);
  if (settings.parentDeath !== 0) processControl(ProcessControl.ParentDeathSignal, settings.parentDeath);
  const reapsOrphans = adoptOrphans(body);
  if (settings.hooks.length > 0 || settings.drainPorts.length > 0) prepareHelpers(line, supervisor);
  if (settings.session) {
    // Before the hooks: what the kernel sends for it is taken from the signals that wait for the command.
    body.terminal.find();
    body.terminal.leave(SMALL);
  }
  if (!takeEarlyStop(body)) {
    if (settings.pauses) {
      supervisor.paused();
      leave(body);
    } else {
      supervisor.begin(clock(Clock.Monotonic));
    }
  }
  body.carryOut();
  if (!reapsOrphans && settings.warnsNotReaping) supervisor.log(Event.NotReaping, 0, 0, 0);
  body.carryOut();
  warn(body, line);
  // It died before the kernel was asked to tell.
  if (settings.parentDeath !== 0 && parentId() !== parent) kill(supervisor.selfPid, settings.parentDeath);
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

/** A stop that was asked for before the command runs: it is not started. @returns whether there was one */
function takeEarlyStop(body: Body): bool {
  const supervisor = body.supervisor;
  const signo = signalWait(stopSet(supervisor.settings), 0, SMALL);
  if (signo <= 0) return false;
  supervisor.signal(signo, load<i32>(SMALL, INFO_CODE), load<i32>(SMALL, INFO_PID), clock(Clock.Monotonic));
  return true;
}

/** Starts the command and tells the head its pid, or that there is none. */
export function startCommand(body: Body): void {
  const terminal = body.terminal;
  const supervisor = body.supervisor;
  // Hooks have run meanwhile.
  if (supervisor.settings.hooks.length > 0) {
    if (takeEarlyStop(body)) return;
    rememberMemoryKills();
  }
  if (!supervisor.settings.session) terminal.find();
  const pid = spawn(Report.Command);
  const nowMs = clock(Clock.Monotonic);
  if (pid < 0) {
    body.log.detail.text("no process could be made");
    supervisor.startFailed(supervisor.settings.ownFailureCode, -pid, nowMs);
    return;
  }
  // Both sides do it: whichever comes first, no signal to the group finds it missing. A session is the child's to make.
  if (!terminal.isForeign && !supervisor.settings.session) setGroup(pid, pid);
  body.group = pid;
  supervisor.started(pid, nowMs);
  leave(body);
}

/** What is worth a warning although the command runs. */
function warn(body: Body, line: CommandLine): void {
  const settings = line.parser.settings;
  const detail = body.log.detail;
  if (line.parser.warning.length > 0) {
    detail.text(line.parser.warning);
    body.supervisor.log(Event.VariableUnknown, 0, 0, 0);
    body.carryOut();
    detail.clear();
  }
  if (planMs(settings) > settings.budgetMs) {
    describePlan(detail, settings);
    body.supervisor.log(Event.BudgetTooShort, 0, 0, 0);
    body.carryOut();
    detail.clear();
  }
}

/** lissom pins no mount and keeps no pipe open but stderr and, for job control, the terminal. */
function leave(body: Body): void {
  store<u16>(SMALL, 0x2f);
  changeDirectory(SMALL);
  if (!body.terminal.isControlled || body.terminal.fd !== STDIN) close(STDIN);
  close(1);
  closeFrom(3);
  body.log.forget();
}
