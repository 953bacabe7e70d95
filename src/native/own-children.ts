/** What is told of the main process and the helpers beyond their status. */
import { Fact } from "../core/ending.ts";
import { Level } from "../core/settings.ts";
import { ExitCode, exitCodeOf } from "../core/wait-status.ts";
import { Body } from "./body.ts";
import { SMALL } from "./buffers.ts";
import { readReport, reportErrno } from "./command.ts";
import { readFailure } from "./helpers.ts";
import { newMemoryKills } from "./memory-kills.ts";
import { Clock, clock, loadReport, Report } from "./system.ts";

/** Where the loop has struct rusage in SMALL, behind the status. */
export const USAGE: i32 = 8;
// struct rusage of 64-bit Linux, getrusage(2): two struct timeval, then ru_maxrss in KiB.
const SYSTEM_TIME: i32 = USAGE + 16;
const PEAK_MEMORY: i32 = USAGE + 32;

/** The main process or the helper has ended; status and usage are in SMALL. */
export function endOfOwn(body: Body, pid: i32, waitStatus: i32): void {
  const supervisor = body.supervisor;
  const code = exitCodeOf(waitStatus);
  const nowMs = clock(Clock.Monotonic);
  if (pid !== supervisor.mainPid) {
    if (code !== 0) readFailure(body.log.detail);
    supervisor.childExited(pid, waitStatus, nowMs);
    body.carryOut();
    // Where its entry was not asked for.
    if (code !== 0) body.log.detail.clear();
    return;
  }
  if (code >= ExitCode.NotRunnable) {
    const exitCode = readReport(Report.Command, body.log.detail);
    if (exitCode !== 0) {
      supervisor.startFailed(exitCode, reportErrno, nowMs);
      return;
    }
  }
  if (supervisor.settings.logLevel <= Level.Info) noteUsage(body);
  // What ends well has not run out of memory, and is spared the look.
  const kills = code === 0 ? 0 : newMemoryKills();
  if (kills > 0) supervisor.memoryRanOut(kills);
  supervisor.childExited(pid, waitStatus, nowMs);
}

/** Tells the head what the helper has counted last; its report is one more, and 0 before. */
export function countConnections(body: Body): void {
  loadReport(Report.Helper, SMALL, 4);
  body.supervisor.connectionsCounted(load<i32>(SMALL) - 1);
  body.carryOut();
}

function noteUsage(body: Body): void {
  const facts = body.supervisor.ending.facts;
  facts[Fact.PeakMemory] = load<i64>(SMALL + PEAK_MEMORY) as f64;
  facts[Fact.Cpu] = Math.floor(milliseconds(USAGE) + milliseconds(SYSTEM_TIME));
}

/** A struct timeval. */
function milliseconds(offset: i32): f64 {
  return (load<i64>(SMALL + offset) as f64) * 1000 + (load<i64>(SMALL + offset + 8) as f64) / 1000;
}
