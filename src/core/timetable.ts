/** When the part of a life that is under way ends, how long the parts took, and how the budget limits a stop. */
import { Ending, Fact } from "./ending.ts";
import { countHooks, HookTime } from "./hook.ts";
import { BUDGET_KILL_MS } from "./plan.ts";
import { Settings } from "./settings.ts";

/** How long processes get to vanish after SIGKILL, in milliseconds; one in an uninterruptible wait never does. */
export const KILL_WAIT_MS: f64 = 1000;
/** How long before the end of the budget lissom leaves even processes that SIGKILL did not end, in milliseconds. */
const BUDGET_LEAVE_MS: f64 = 100;

/** Times are milliseconds of one monotonic clock. */
export class Timetable {
  /** When the part that is under way ends; Infinity for no time known. */
  deadlineMs: f64 = Infinity;
  private stopBeganMs: f64 = Infinity;
  /** Below 0 before the first. */
  private partBeganMs: f64 = -1;
  private part: Fact = Fact.Run;

  constructor(
    private readonly settings: Settings,
    private readonly ending: Ending,
  ) {}

  /** A stop begins, from where its budget counts; only the first call counts. */
  beginStop(nowMs: f64): void {
    if (this.stopBeganMs === Infinity) this.stopBeganMs = nowMs;
  }

  /** A part begins, and with it the measuring of its time; the one before ends. It has no deadline yet. */
  enter(part: Fact, nowMs: f64): void {
    this.turnTo(part, nowMs);
    this.deadlineMs = Infinity;
  }

  /** The time that goes by belongs to another part, and the deadline stays. */
  turnTo(part: Fact, nowMs: f64): void {
    this.measure(nowMs);
    this.part = part;
    this.partBeganMs = nowMs;
  }

  /** The part that is under way was none: nothing of its kind began. */
  forget(): void {
    this.partBeganMs = -1;
  }

  /** The last part ends. */
  leave(nowMs: f64): void {
    this.measure(nowMs);
    this.deadlineMs = Infinity;
  }

  /** Gives the part that is under way, or each of its steps, some time: less where the budget ends before. */
  allow(nowMs: f64, waitMs: f64): void {
    this.deadlineMs = Math.min(nowMs + waitMs, this.killAtMs());
  }

  /** Gives killed processes time to vanish. */
  allowVanishing(nowMs: f64): void {
    const limitMs = this.stopBeganMs + this.settings.budgetMs - BUDGET_LEAVE_MS;
    this.deadlineMs = Math.min(nowMs + KILL_WAIT_MS, Math.max(limitMs, nowMs));
  }

  /** Gives a hook that runs after all else its time. @returns whether there is any */
  allowLastHook(nowMs: f64): bool {
    const limitMs = this.stopBeganMs + this.settings.budgetMs - BUDGET_KILL_MS;
    this.deadlineMs = Math.min(nowMs + this.settings.hookTimeoutMs, limitMs);
    return this.deadlineMs > nowMs;
  }

  /** A part behind SIGKILL goes on, but the budget counts from now on. @param isKilling whether it is the very next */
  tighten(isKilling: bool): void {
    const leftMs = isKilling ? BUDGET_LEAVE_MS : BUDGET_KILL_MS;
    this.deadlineMs = Math.min(this.deadlineMs, this.stopBeganMs + this.settings.budgetMs - leftMs);
  }

  /** Whether the budget leaves time for SIGKILL only. */
  isSpent(nowMs: f64): bool {
    return nowMs >= this.killAtMs();
  }

  /** The hooks that run last have their time set aside, as long as that is not more than half. */
  private killAtMs(): f64 {
    const hooksMs =
      (countHooks(this.settings.hooks, HookTime.AfterExit) as f64) * this.settings.hookTimeoutMs;
    const usableMs = this.settings.budgetMs - BUDGET_KILL_MS;
    return this.stopBeganMs + usableMs - Math.min(hooksMs, usableMs / 2);
  }

  private measure(nowMs: f64): void {
    if (this.partBeganMs >= 0) this.ending.add(this.part, Math.floor(Math.max(nowMs - this.partBeganMs, 0)));
    this.partBeganMs = -1;
  }
}
