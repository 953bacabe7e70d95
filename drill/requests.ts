import type { Request } from "./model.ts";

/* The two slow paths take two seconds, all else no time; an answer that is a second late is a slow one. */
const SLOW_PATHS = ["/slow", "/stream"];
const SLOW_PATH_MS = 2000;
const LATE_MS = 1000;

/** How the requests of a scenario came out. */
export interface Tally {
  readonly requests: number;
  /** Every request that did not get its whole answer with status 200. */
  readonly failed: number;
  /** Those of the failed that a replica had already taken when it ended. */
  readonly cut: number;
  /** Requests that HAProxy had to send again since nobody took the connection. */
  readonly retried: number;
  /** Good answers that came a second or more too late. */
  readonly slow: number;
}

/** Reads HAProxy's log in the format of our configuration; other lines are passed over. */
export function readLog(text: string): Request[] {
  return text.split("\n").flatMap((line) => {
    const match = /^(\d+) (\d+) (-?\d+) (\S\S) \+?(\d+) \S+ (\/\S*)$/.exec(line);
    if (match === null) return [];
    const [, end, took, status, ending = "", retries, path = ""] = match;
    return [
      {
        endMs: Number(end),
        tookMs: Number(took),
        status: Number(status),
        ending,
        retries: Number(retries),
        path,
      },
    ];
  });
}

/** Whether a request got its whole answer. */
function isGood({ status, ending }: Request): boolean {
  return status === 200 && ending === "--";
}

/** Whether a replica ended with this request in its hands: before the answer (502) or within it. */
function isCut({ ending }: Request): boolean {
  return /^S[HDL]$/.test(ending);
}

/** Whether a good answer was a second or more too late. */
function isSlow(request: Request): boolean {
  const ownMs = SLOW_PATHS.includes(request.path) ? SLOW_PATH_MS : 0;
  return isGood(request) && request.tookMs >= ownMs + LATE_MS;
}

/** Counts the requests of a scenario. */
export function tallyOf(requests: readonly Request[]): Tally {
  const count = (is: (request: Request) => boolean) => requests.filter(is).length;
  return {
    requests: requests.length,
    failed: count((request) => !isGood(request)),
    cut: count(isCut),
    retried: count(({ retries }) => retries > 0),
    slow: count(isSlow),
  };
}

/** Requests that ended in one slot of time. */
export interface Slot {
  good: number;
  slow: number;
  failed: number;
}

/** Sorts requests into slots of `slotMs` by their end, the first at `startMs`. */
export function slotsOf(requests: readonly Request[], startMs: number, slotMs: number): Slot[] {
  const slots: Slot[] = [];
  for (const request of requests) {
    const at = Math.max(0, Math.floor((request.endMs - startMs) / slotMs));
    while (slots.length <= at) slots.push({ good: 0, slow: 0, failed: 0 });
    const slot = slots[at] as Slot;
    if (!isGood(request)) slot.failed++;
    else if (isSlow(request)) slot.slow++;
    else slot.good++;
  }
  return slots;
}
