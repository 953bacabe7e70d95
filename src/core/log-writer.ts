/** Log entries as bytes: one line, either JSON with pino's fields or plain text. */
import { ByteWriter } from "./byte-writer.ts";
import { Effect } from "./effects.ts";
import { Ending, reasonName, UNKNOWN } from "./ending.ts";
import { EVENTS, Event, EventSpec, Field, FieldKind, levelName, targetName } from "./log-events.ts";
import { writeSignal } from "./signals.ts";
import { utf8Length } from "./utf8.ts";

/** Bytes of the longest escape of one character, and of the end of a line: a cut text must leave the line whole. */
const ESCAPE_MAX: i32 = 6;
const TAIL_MAX: i32 = 3;

/** Whether an entry is a plain line in any format: it is about what the user wrote. */
export function isAlwaysText(entry: Effect): bool {
  return entry.event === Event.HookMissing;
}

/** How many numbers an effect has of its own; those behind them are the ending's. */
const OWN_NUMBERS: i32 = 3;

/** The number of an effect that belongs to the field at an index. */
export function fieldValue(entry: Effect, index: i32): f64 {
  if (index < OWN_NUMBERS) return index === 0 ? entry.x : index === 1 ? entry.y : entry.z;
  const ending = entry.ending;
  return ending === null ? UNKNOWN : (ending.facts[index - OWN_NUMBERS] as f64);
}

/** Whether a field is part of the entry. */
export function isShown(entry: Effect, field: Field, value: f64): bool {
  if (field.kind === FieldKind.SignalIfAny) return value > 0;
  if (field.kind === FieldKind.NumberIfAny) return value !== UNKNOWN;
  if (field.kind !== FieldKind.Survivors) return true;
  const ending = entry.ending;
  return ending !== null && ending.survivorCount() > 0;
}

/**
 * Writes an entry as a JSON line with pino's fields: level, time, pid, hostname, event, the event's own, msg.
 * @param timeMs milliseconds since 1970
 * @param hostname bytes of the host's name
 * @param detail bytes of a text behind the message, empty for none
 */
export function writeJsonEntry(
  out: ByteWriter,
  entry: Effect,
  timeMs: f64,
  pid: i32,
  hostname: ByteWriter,
  detail: ByteWriter,
): void {
  const spec = EVENTS[entry.event] as EventSpec;
  out.text('{"level":');
  out.number(spec.level as f64);
  out.text(',"time":');
  out.number(timeMs);
  out.text(',"pid":');
  out.number(pid as f64);
  out.text(',"hostname":"');
  writeEscaped(out, hostname);
  out.text('","event":"');
  out.text(spec.name);
  out.byte(0x22);
  for (let i = 0; i < spec.fields.length; i++) {
    const field = spec.fields[i] as Field;
    const value = fieldValue(entry, i);
    if (!isShown(entry, field, value)) continue;
    out.text(',"');
    out.text(field.name);
    out.text('":');
    if (field.kind === FieldKind.Survivors) writeSurvivors(out, entry.ending, true);
    else writeFieldValue(out, field, value, 0x22);
  }
  out.text(',"msg":"');
  writeMessage(out, spec, entry);
  if (detail.length > 0) {
    out.text(": ");
    writeEscaped(out, detail);
  }
  out.text('"}\n');
}

/** Writes an entry as `lissom: warn: message: detail (signal=SIGTERM to=group)` and a line end. */
export function writeTextEntry(out: ByteWriter, entry: Effect, detail: ByteWriter): void {
  const spec = EVENTS[entry.event] as EventSpec;
  out.text("lissom: ");
  out.text(levelName(spec.level));
  out.text(": ");
  writeMessage(out, spec, entry);
  if (detail.length > 0) {
    out.text(": ");
    for (let i = 0; i < detail.length; i++) {
      const byte = detail.bytes[i] as i32;
      out.byte(byte < 0x20 || byte === 0x7f ? 0x3f : byte);
    }
  }
  let shown = 0;
  for (let i = 0; i < spec.fields.length; i++) {
    const field = spec.fields[i] as Field;
    const value = fieldValue(entry, i);
    if (!isShown(entry, field, value)) continue;
    out.text(shown === 0 ? " (" : " ");
    shown += 1;
    out.text(field.name);
    out.byte(0x3d);
    if (field.kind === FieldKind.Survivors) writeSurvivors(out, entry.ending, false);
    else writeFieldValue(out, field, value, 0);
  }
  if (shown > 0) out.byte(0x29);
  out.byte(0x0a);
}

function isNumber(field: Field): bool {
  const kind = field.kind;
  return kind === FieldKind.Number || kind === FieldKind.NumberIfAny || kind === FieldKind.InMessage;
}

/** The sentence of an entry. */
function writeMessage(out: ByteWriter, spec: EventSpec, entry: Effect): void {
  out.text(spec.message);
  for (let i = 0; i < spec.fields.length; i++) {
    if ((spec.fields[i] as Field).kind !== FieldKind.InMessage) continue;
    out.byte(0x3d);
    out.number(fieldValue(entry, i));
  }
}

/** Writes a value as the log shows it. Values that are words stand between two `quote` bytes, 0 for none. */
function writeFieldValue(out: ByteWriter, field: Field, value: f64, quote: i32): void {
  if (isNumber(field) && value !== Infinity) {
    out.number(value);
    return;
  }
  if (quote !== 0) out.byte(quote);
  if (isNumber(field)) out.text("never");
  else if (field.kind === FieldKind.Target) out.text(targetName(value as i32));
  else if (field.kind === FieldKind.Reason) out.text(reasonName(value as i32));
  else writeSignal(out, value as i32);
  if (quote !== 0) out.byte(quote);
}

/** Writes pids and names, `[{"pid":7,"name":"sleep"}]` or `7:sleep,9:sh`. Names are shown as far as they are ASCII. */
function writeSurvivors(out: ByteWriter, ending: Ending | null, asJson: bool): void {
  if (ending === null) return;
  if (asJson) out.byte(0x5b);
  for (let i = 0; i < ending.survivorCount(); i++) {
    if (i > 0) out.byte(0x2c);
    if (asJson) out.text('{"pid":');
    out.number(ending.survivorPid(i) as f64);
    out.text(asJson ? ',"name":"' : ":");
    for (let at = 0; ending.survivorByte(i, at) !== 0; at++) out.byte(plain(ending.survivorByte(i, at)));
    if (asJson) out.text('"}');
  }
  if (asJson) out.byte(0x5d);
}

/** What stands for a byte wherever no escape is needed. */
function plain(byte: i32): i32 {
  return byte < 0x20 || byte >= 0x7f || byte === 0x22 || byte === 0x5c ? 0x3f : byte;
}

/** Writes bytes as the inside of a JSON string; what is no UTF-8 becomes U+FFFD, what would leave no room is cut off. */
function writeEscaped(out: ByteWriter, text: ByteWriter): void {
  let at = 0;
  while (at < text.length && out.length + ESCAPE_MAX + TAIL_MAX <= out.bytes.length) {
    const byte = text.bytes[at] as i32;
    const length = utf8Length(text.bytes, at, text.length);
    if (length === 0) {
      out.text("\\ufffd");
    } else if (byte === 0x22 || byte === 0x5c) {
      out.byte(0x5c);
      out.byte(byte);
    } else if (byte < 0x20) {
      out.text("\\u00");
      out.byte(0x30 + (byte >> 4));
      out.byte("0123456789abcdef".charCodeAt(byte & 15));
    } else {
      for (let i = 0; i < length; i++) out.byte(text.bytes[at + i] as i32);
    }
    at += length === 0 ? 1 : length;
  }
}
