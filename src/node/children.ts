import { type Kernel, kernel } from "./kernel.ts";
import { childrenOfThisThread, readDescendants } from "./process-table.ts";
import { type Rest, sweep } from "./reaper.ts";
import { Strangers } from "./strangers.ts";

/** How long libuv gets to take the status of a child of its own, in milliseconds; it needs one turn of its loop. */
const RESERVED_MS = 50;

/** What the children of this process are to the one that looks after them. */
export interface Family {
  /** Whether every child is ours, as the process exists for the command only. */
  isProgram: boolean;
  /** Whether a child is one that was started for ours, and that libuv waits for. */
  isOurs(pid: number): boolean;
  /** Takes the wait status of an orphan. */
  onReaped(pid: number, waitStatus: number): void;
  /** Another look is due. */
  onChange(): void;
}

/** The children of this process: which have ended, and whether any is left. */
export class Children {
  private readonly family: Family;
  private readonly strangers: Strangers | undefined;

  constructor(family: Family) {
    this.family = family;
    this.strangers = family.isProgram ? undefined : new Strangers(() => family.onChange());
  }

  /** No longer follows what Node starts. */
  close(): void {
    this.strangers?.close();
  }

  /** Children that are none of ours. */
  strangerPids(): ReadonlySet<number> {
    return this.strangers?.refresh((pid) => this.family.isOurs(pid)) ?? new Set();
  }

  /**
   * Reaps the orphans that have ended.
   *
   * @param isAdopting whether orphans come to this process otherwise than to PID 1
   * @param mainPid a child that lives, which spares the look for others; 0 for none
   */
  rest(isAdopting: boolean, mainPid: number): Rest {
    // A command that leaves nothing behind needs no addon, which takes longer to load than all else here.
    if (mainPid === 0 && !isAdopting && childrenOfThisThread()?.length === 0) return "none";
    const hands = kernel();
    const rest = hands === undefined ? "living" : this.sweep(hands);
    if (rest !== "living" || mainPid !== 0) return rest;
    if (hands !== undefined && this.strangerPids().size === 0) return rest;
    const restOfTable = this.restOfTable();
    // One that has ended between the two looks would be left to whoever comes after us.
    if (restOfTable === "none" && hands !== undefined) this.sweep(hands);
    return restOfTable;
  }

  private sweep(hands: Kernel): Rest {
    const strangers = this.strangerPids();
    const isReserved = (pid: number) => this.family.isOurs(pid) || strangers.has(pid);
    const rest = sweep(hands, isReserved, (pid, waitStatus) => this.family.onReaped(pid, waitStatus));
    if (rest === "reserved" && strangers.size > 0) this.sweepLater(hands.lookForExited());
    return rest;
  }

  /** What was there before us may be an orphan that nobody waits for; it is one if libuv leaves it. */
  private sweepLater(pid: number): void {
    const again = () => {
      if (kernel()?.lookForExited() === pid && this.strangers?.isUnannounced(pid)) this.strangers.forget(pid);
      else this.family.onChange();
    };
    setTimeout(again, RESERVED_MS).unref();
  }

  private restOfTable(): Rest {
    try {
      return readDescendants(this.strangerPids()).some((each) => !each.isZombie) ? "living" : "none";
    } catch {
      return "none";
    }
  }
}
