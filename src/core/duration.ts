/** Durations as people write them: 500ms, 10s, 1m30s, 2h, never. */
import { ByteWriter } from "./byte-writer.ts";

/** A wait that does not end. */
export const NEVER: f64 = Infinity;
/** What parseDuration returns for text that is no duration. */
export const NOT_A_DURATION: f64 = -1;
/** The longest finite wait, a year, in milliseconds. */
export const DURATION_MAX_MS: f64 = 365 * 86_400_000;

/** What is accepted where a duration is asked for. */
export const DURATION_HINT: string = "a duration looks like 500ms, 10s or 1m30s, up to 8760h";
/** Before that hint, where the duration must not be `never`. */
export const FINITE_HINT: string = "the wait must end; ";

const HOUR_MS: f64 = 3_600_000;
const MINUTE_MS: f64 = 60_000;
const SECOND_MS: f64 = 1000;

/**
 * Reads `never`, `0`, or whole numbers with the units h, m, s and ms, each at most once and the larger first.
 * @returns milliseconds from 0 to DURATION_MAX_MS, NEVER, or NOT_A_DURATION
 */
export function parseDuration(text: string): f64 {
  if (text === "never") return NEVER;
  if (text === "0") return 0;
  if (text.length === 0) return NOT_A_DURATION;
  let totalMs: f64 = 0;
  let lastUnitMs: f64 = Infinity;
  let at: i32 = 0;
  while (at < text.length) {
    const numberAt = at;
    let count: f64 = 0;
    while (at < text.length && isDigit(text.charCodeAt(at))) {
      count = count * 10 + ((text.charCodeAt(at) - 0x30) as f64);
      at += 1;
    }
    const unitAt = at;
    while (at < text.length && !isDigit(text.charCodeAt(at))) at += 1;
    const unitMs = unitLengthMs(text.substring(unitAt, at));
    if (unitAt === numberAt || unitMs === 0 || unitMs >= lastUnitMs) return NOT_A_DURATION;
    lastUnitMs = unitMs;
    totalMs += count * unitMs;
    if (totalMs > DURATION_MAX_MS) return NOT_A_DURATION;
  }
  return totalMs;
}

/** Writes whole milliseconds as parseDuration reads them, such as 1m30s. @param ms 0 or more, or NEVER */
export function writeDuration(out: ByteWriter, ms: f64): void {
  if (ms === NEVER) {
    out.text("never");
    return;
  }
  const from = out.length;
  let rest = ms;
  rest = writeUnits(out, rest, HOUR_MS, "h");
  rest = writeUnits(out, rest, MINUTE_MS, "m");
  rest = writeUnits(out, rest, SECOND_MS, "s");
  writeUnits(out, rest, 1, "ms");
  if (out.length === from) out.byte(0x30);
}

/** @returns what is left below one unit */
function writeUnits(out: ByteWriter, ms: f64, unitMs: f64, unit: string): f64 {
  const count = Math.floor(ms / unitMs);
  if (count > 0) {
    out.number(count);
    out.text(unit);
  }
  return ms - count * unitMs;
}

function isDigit(code: i32): bool {
  return code >= 0x30 && code <= 0x39;
}

function unitLengthMs(unit: string): f64 {
  if (unit === "ms") return 1;
  if (unit === "s") return SECOND_MS;
  if (unit === "m") return MINUTE_MS;
  if (unit === "h") return HOUR_MS;
  return 0;
}
