import { ByteWriter } from "../core/byte-writer.ts";
import type { Effect } from "../core/effects.ts";
import { EVENTS, FieldKind, levelName, targetName } from "../core/log-events.ts";
import { fieldValue, isShown } from "../core/log-writer.ts";
import { writeSignal } from "../core/signals.ts";
import type { LogEntry, SignalName } from "./events.ts";

/** Turns a log effect of the head into an entry, with `detail` behind its message where there is one. */
export function toEntry(effect: Effect, detail: string): LogEntry {
  const spec = EVENTS[effect.event];
  if (spec === undefined) throw new RangeError(`no event has the number ${effect.event}`);
  const entry: Record<string, string | number> = { event: spec.name };
  spec.fields.forEach((field, index) => {
    const value = fieldValue(effect, index);
    if (isShown(field, value)) entry[field.name] = shown(field.kind, value);
  });
  const msg = detail.length > 0 ? `${spec.message}: ${detail}` : spec.message;
  return { ...entry, level: levelName(spec.level), msg } as LogEntry;
}

/** The full name of a signal, by its number. */
function signalName(signo: number): SignalName {
  const out = new ByteWriter(16);
  writeSignal(out, signo);
  return Buffer.from(out.bytes.subarray(0, out.length)).toString("latin1");
}

function shown(kind: FieldKind, value: number): string | number {
  if (kind === FieldKind.Number) return value === Number.POSITIVE_INFINITY ? "never" : value;
  return kind === FieldKind.Target ? targetName(value) : signalName(value);
}
