/** The events and the state of a supervisor as plain numbers, for head.ts; portable as that is. */
import { Fact } from "../../src/core/ending.ts";
import { Supervisor } from "../../src/core/supervisor.ts";

/** Feeds an event by its number in `eventNames` of trace.ts. */
export function feed(to: Supervisor, kind: i32, a: i32, b: i32, c: i32, nowMs: f64): void {
  if (kind === 0) to.started(a, nowMs);
  else if (kind === 1) to.startFailed(a, b, nowMs);
  else if (kind === 2) to.signal(a, b, c, nowMs);
  else if (kind === 3) to.deadlinePassed(nowMs);
  else if (kind === 4) to.childExited(a, b, nowMs);
  else if (kind === 5) to.noChildren(nowMs);
  else if (kind === 6) to.childrenLeft(nowMs);
  else if (kind === 7) to.mainStopped(a);
  else if (kind === 8) to.suspendRefused(a);
  else if (kind === 9) to.paused();
  else if (kind === 10) to.sendFailed(a, b, c);
  else if (kind === 11) to.begin(nowMs);
  else if (kind === 12) to.helperStarted(a);
  else if (kind === 13) to.helperEnded(a, b, nowMs);
  else if (kind === 14) to.connectionsCounted(a);
  else if (kind === 15) to.memoryRanOut(a);
  else if (kind === 16) to.processTableMissing();
  else if (kind === 17) noteSurvivor(to, a, b, c);
  else noteUsage(to, a, b);
}

/** What a body does on NoteSurvivors, for one process: its name is `length` times the byte. */
function noteSurvivor(to: Supervisor, pid: i32, byte: i32, length: i32): void {
  if (!to.ending.hasRoom()) return;
  to.ending.addSurvivor(pid);
  for (let i = 0; i < length; i++) to.ending.addNameByte(byte);
}

function noteUsage(to: Supervisor, peakKiB: i32, cpuMs: i32): void {
  to.ending.facts[Fact.PeakMemory] = peakKiB as f64;
  to.ending.facts[Fact.Cpu] = cpuMs as f64;
}

/** How many numbers of the state are about nothing but the machine. */
export const STATE_NUMBERS: i32 = 10;

/**
 * A number of the state: phase, mainPid, deadlineMs, exitCode, overflow, helperPid, main's and the request's signal,
 * reason, whether signals are deferred; behind those whether the time has to be told for signal, or child, `about`.
 */
export function stateNumber(from: Supervisor, field: i32, about: i32): f64 {
  if (field === 0) return from.phase as f64;
  if (field === 1) return from.mainPid as f64;
  if (field === 2) return from.deadlineMs;
  if (field === 3) return from.exitCode as f64;
  if (field === 4) return from.effects.overflow as f64;
  if (field === 5) return from.helperPid as f64;
  if (field === 6) return from.mainSigno as f64;
  if (field === 7) return from.requestSigno as f64;
  if (field === 8) return from.ending.reason as f64;
  if (field === 9) return from.defersSignals() ? 1 : 0;
  if (field === 10) return from.needsTime(about) ? 1 : 0;
  return from.isOwn(about) ? 1 : 0;
}
