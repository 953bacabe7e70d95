import { type Ending, Fact } from "../core/ending.ts";
import { kernel } from "./kernel.ts";

/**
 * What the main process used. Only libuv sees its status, and gives no usage with it; so this looks at what all children
 * that were waited for have used together (RUSAGE_CHILDREN of getrusage(2)), before and after.
 *
 * The processor time is too high where libuv takes the status of another child in the same turn of its loop. The peak is
 * that of the largest process of the command, and never below the memory that Node itself had filled when it forked;
 * where another child had a higher one before, it is not known.
 */
export class ResourceUse {
  private cpuMs = 0;
  private peakKiB = 0;

  /** What was used so far is not the main process's. Call it at its start, and after each other child was waited for. */
  passOver(): void {
    const usage = kernel()?.childrenUsage();
    this.cpuMs = usage?.cpuMs ?? 0;
    this.peakKiB = usage?.peakKiB ?? 0;
  }

  /** Writes down what was used since. Call it when the main process was waited for. */
  note(ending: Ending): void {
    const usage = kernel()?.childrenUsage();
    if (usage === undefined) return;
    ending.facts[Fact.Cpu] = Math.floor(usage.cpuMs - this.cpuMs);
    if (usage.peakKiB > this.peakKiB) ending.facts[Fact.PeakMemory] = usage.peakKiB;
  }
}
