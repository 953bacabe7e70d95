import type { Effect } from "../core/effects.ts";
import { type Ending, NAME_MAX, reasonName } from "../core/ending.ts";
import { EVENTS, FieldKind, levelName, targetName } from "../core/log-events.ts";
import { fieldValue, isShown } from "../core/log-writer.ts";
import { writeSignal } from "../core/signals.ts";
import type { LogEntry, SignalName, Survivor } from "./events.ts";
import { textOf } from "./written.ts";

/** Turns a log effect of the head into an entry, with `detail` behind its message where there is one. */
export function toEntry(effect: Effect, detail: string): LogEntry {
  const spec = EVENTS[effect.event];
  if (spec === undefined) throw new RangeError(`no event has the number ${effect.event}`);
  const entry: Record<string, string | number | Survivor[]> = { event: spec.name };
  spec.fields.forEach((field, index) => {
    const value = fieldValue(effect, index);
    if (!isShown(effect, field, value)) return;
    entry[field.name] =
      field.kind === FieldKind.Survivors ? survivors(effect.ending) : shown(field.kind, value);
  });
  const msg = detail.length > 0 ? `${spec.message}: ${detail}` : spec.message;
  return { ...entry, level: levelName(spec.level), msg } as LogEntry;
}

/** The full name of a signal, by its number. */
export function signalName(signo: number): SignalName {
  return textOf(16, (out) => writeSignal(out, signo));
}

function shown(kind: FieldKind, value: number): string | number {
  switch (kind) {
    case FieldKind.Signal:
    case FieldKind.SignalIfAny:
      return signalName(value);
    case FieldKind.Target:
      return targetName(value);
    case FieldKind.Reason:
      return reasonName(value);
    default:
      return value === Number.POSITIVE_INFINITY ? "never" : value;
  }
}

/** Names have a question mark for what is no plain character, as in the head's own lines. */
function survivors(ending: Ending | null): Survivor[] {
  return Array.from({ length: ending?.survivorCount() ?? 0 }, (_, index) => {
    const bytes = Array.from({ length: NAME_MAX }, (_, at) => ending?.survivorByte(index, at) ?? 0);
    const name = String.fromCharCode(...bytes.filter((byte) => byte !== 0));
    return { pid: ending?.survivorPid(index) ?? 0, name: name.replaceAll(/[^ -~]|["\\]/g, "?") };
  });
}
