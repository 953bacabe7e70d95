import type { Ending } from "../core/ending.ts";
import { Errno } from "../core/exec-failure.ts";
import { Target } from "../core/settings.ts";
import { Signal } from "../core/signals.ts";
import { errnoOf } from "./command-file.ts";
import { type Process, readDescendants, readProcesses } from "./process-table.ts";

/** Walks over the process table until it shows nothing new: a process may be made while one looks. */
const KILL_ROUNDS = 8;

/** Sends signals to the main process and to what belongs to it. */
export class Sender {
  /** The main process, and the group that it leads, which can live longer. */
  mainPid = 0;
  private readonly strangers: () => ReadonlySet<number>;
  private readonly mayBroadcast: boolean;
  private readonly onNoProcessTable: () => void;

  /**
   * @param strangers children of this process that are none of ours
   * @param mayBroadcast whether kill(-1) reaches our processes only: as PID 1 that has no other children
   * @param onNoProcessTable told when /proc was needed and could not be read
   */
  constructor(strangers: () => ReadonlySet<number>, mayBroadcast: boolean, onNoProcessTable: () => void) {
    this.strangers = strangers;
    this.mayBroadcast = mayBroadcast;
    this.onNoProcessTable = onNoProcessTable;
  }

  /**
   * Sends a signal.
   *
   * @param helperPid the process of a hook, which is all that there is before the start; otherwise not above 0
   * @returns errno; 0 for success, and where nobody is there to receive it
   */
  send(signo: number, target: Target, helperPid: number): number {
    if (target === Target.Child) return send(this.mainPid, signo);
    if (target === Target.Group) return send(-this.mainPid, signo);
    if (target === Target.All && this.mayBroadcast) return send(-1, signo);
    const isWanted = (groupId: number) => target === Target.All || groupId !== this.mainPid;
    return this.walk(signo, isWanted, this.mainPid || Math.max(helperPid, 0));
  }

  /** Kills every process that is left. @returns errno as `send` */
  killAll(): number {
    if (this.mayBroadcast) return send(-1, Signal.Kill);
    const killed = new Set<number>();
    let errno = 0;
    for (let round = 0; round < KILL_ROUNDS; round++) {
      const before = killed.size;
      errno = this.walk(Signal.Kill, () => true, this.mainPid, killed) || errno;
      if (killed.size === before) break;
    }
    return errno;
  }

  /**
   * Adds the processes that would be killed to the ending, the lowest pids, as far as there is room.
   *
   * @param helperPid a hook that is being killed, whose process group is passed over; otherwise not above 0
   */
  noteAll(ending: Ending, helperPid: number): void {
    const processes = this.list() ?? [];
    for (const { pid, groupId, name, isZombie } of processes.sort((one, other) => one.pid - other.pid)) {
      if (isZombie || (helperPid > 0 && groupId === helperPid) || !ending.hasRoom()) continue;
      ending.addSurvivor(pid);
      for (const byte of Buffer.from(name, "latin1")) ending.addNameByte(byte);
    }
  }

  /**
   * Sends to our processes whose group is wanted and which are not in `reached`; adds them to it. Where they cannot be
   * seen it sends to the `known` group.
   */
  private walk(
    signo: number,
    isWanted: (groupId: number) => boolean,
    known: number,
    reached = new Set<number>(),
  ): number {
    const processes = this.list();
    if (processes === undefined) return isWanted(known) ? send(-known, signo) : 0;
    let result = 0;
    for (const { pid, groupId, isZombie } of processes) {
      if (isZombie || reached.has(pid) || !isWanted(groupId)) continue;
      reached.add(pid);
      result = send(pid, signo) || result;
    }
    return result;
  }

  private list(): Process[] | undefined {
    try {
      if (this.mayBroadcast) return readProcesses().filter(({ pid }) => pid !== process.pid);
      return readDescendants(this.strangers());
    } catch {
      this.onNoProcessTable();
      return undefined;
    }
  }
}

/** A target that is gone is no error: it ended before the signal. */
function send(pid: number, signo: number): number {
  if (pid === 0) return 0;
  try {
    process.kill(pid, signo);
    return 0;
  } catch (error) {
    const errno = errnoOf(error) ?? Errno.Perm;
    return errno === Errno.NoProcess ? 0 : errno;
  }
}
