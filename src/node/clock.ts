/** The longest time that setTimeout takes, in milliseconds. */
const TIMEOUT_MAX_MS = 2 ** 31 - 1;

/** One deadline, and the reason for Node to stay alive: signal listeners and adopted processes are none to Node. */
export class Clock {
  private deadlineMs = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private readonly onPassed: (nowMs: number) => void;

  /** @param onPassed told the time, as performance.now() counts it, once the deadline has passed, and maybe before */
  constructor(onPassed: (nowMs: number) => void) {
    this.onPassed = onPassed;
    this.arm();
  }

  /** Sets the deadline in the time of performance.now(); Infinity for never. */
  set(deadlineMs: number): void {
    if (deadlineMs === this.deadlineMs) return;
    this.deadlineMs = deadlineMs;
    this.arm();
  }

  /** Lets Node end. */
  close(): void {
    clearTimeout(this.timer);
    this.deadlineMs = Number.NaN;
  }

  private arm(): void {
    clearTimeout(this.timer);
    const waitMs = Math.ceil(this.deadlineMs - performance.now());
    this.timer = setTimeout(() => this.fire(), Math.min(Math.max(waitMs, 0), TIMEOUT_MAX_MS));
  }

  private fire(): void {
    this.onPassed(performance.now());
    if (!Number.isNaN(this.deadlineMs)) this.arm();
  }
}
