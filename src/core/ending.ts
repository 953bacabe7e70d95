/** What is known at the end of a life: why it ended, how long its parts took, what it used, who had to be killed. */

import { Signal } from "./signals.ts";

/** Why a life ended, as LISSOM_REASON and the log have it. */
export const enum Reason {
  Exited,
  Signalled,
  KilledAfterGrace,
  OutOfMemory,
  /** The command was never run: it could not be, a before-start hook failed, or a stop request came first. */
  StartFailed,
}

/** The word for a reason. */
export function reasonName(reason: i32): string {
  if (reason === Reason.Exited) return "exited";
  if (reason === Reason.Signalled) return "signalled";
  if (reason === Reason.KilledAfterGrace) return "killed-after-grace";
  if (reason === Reason.OutOfMemory) return "out-of-memory";
  return "start-failed";
}

/** The numbers of an ending. The order is that of the fields of the event `finished`, behind its first three. */
export const enum Fact {
  StopSignal,
  SenderPid,
  // The parts of a life, in milliseconds.
  BeforeStart,
  Run,
  BeforeStop,
  Delay,
  Drain,
  Stopping,
  Leftovers,
  Killing,
  AfterExit,
  ConnectionsCut,
  OomKills,
  /** KiB. */
  PeakMemory,
  /** Milliseconds of processor time. */
  Cpu,
  Survivors,
}

const FACTS: i32 = 16;
/** What a fact is as long as it is not known, or did not take place. */
export const UNKNOWN: f64 = -1;
/** How many processes are named. */
const SURVIVORS_MAX: i32 = 10;
/** Bytes of the longest name of a process, comm in proc_pid_comm(5). */
export const NAME_MAX: i32 = 15;

/** Collected as a life goes on; nothing is allocated after its construction. */
export class Ending {
  reason: Reason = Reason.Exited;
  /** By Fact; UNKNOWN where there is nothing to say. */
  readonly facts: Float64Array = new Float64Array(FACTS);
  private readonly pids: Int32Array = new Int32Array(SURVIVORS_MAX);
  /** NAME_MAX bytes for each, padded with zeros. */
  private readonly names: Uint8Array = new Uint8Array(SURVIVORS_MAX * NAME_MAX);
  private nameLength: i32 = 0;

  constructor() {
    this.facts.fill(UNKNOWN);
  }

  /** Adds to a fact, which begins at 0. */
  add(fact: Fact, amount: f64): void {
    this.facts[fact] = Math.max(this.facts[fact] as f64, 0) + amount;
  }

  /**
   * Finds the reason for the end of the main process. SIGKILL that lissom did not send, or a failure that nobody asked
   * for, is what the kernel's memory killer causes, if it killed anybody.
   * @param isKilled whether lissom has sent SIGKILL @param isAsked whether a stop was requested
   */
  judge(code: i32, signo: i32, isKilled: bool, isAsked: bool): void {
    const isUnexpected = signo === Signal.Kill || (code !== 0 && !isAsked);
    if (isKilled && signo === Signal.Kill) this.reason = Reason.KilledAfterGrace;
    else if (isUnexpected && (this.facts[Fact.OomKills] as f64) > 0) this.reason = Reason.OutOfMemory;
    else this.reason = signo !== 0 ? Reason.Signalled : Reason.Exited;
  }

  /** How many processes were alive when SIGKILL came, as far as they are named: 0 to 10. */
  survivorCount(): i32 {
    return Math.max(this.facts[Fact.Survivors] as f64, 0) as i32;
  }

  /** Whether there is room for another survivor. */
  hasRoom(): bool {
    return this.survivorCount() < SURVIVORS_MAX;
  }

  /** Adds a process that is alive when SIGKILL comes. Only where there is room. */
  addSurvivor(pid: i32): void {
    this.pids[this.survivorCount()] = pid;
    this.add(Fact.Survivors, 1);
    this.nameLength = 0;
  }

  /** Appends a byte to the name of the last survivor; more than NAME_MAX are dropped. */
  addNameByte(byte: i32): void {
    if (this.nameLength === NAME_MAX) return;
    this.names[(this.survivorCount() - 1) * NAME_MAX + this.nameLength] = byte;
    this.nameLength += 1;
  }

  /** The pid of the survivor at an index. */
  survivorPid(index: i32): i32 {
    return this.pids[index] as i32;
  }

  /** A byte of the name of the survivor at an index, 0 behind its end. */
  survivorByte(index: i32, at: i32): i32 {
    return at < NAME_MAX ? (this.names[index * NAME_MAX + at] as i32) : 0;
  }
}
