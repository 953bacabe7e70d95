import fc from "fast-check";
import { expect, test } from "vitest";
import { Effect } from "../../src/core/effects.ts";
import { EVENTS, Event, FieldKind, targetName } from "../../src/core/log-events.ts";
import { fieldValue, writeJsonEntry, writeTextEntry } from "../../src/core/log-writer.ts";
import { writeSignal } from "../../src/core/signals.ts";
import { bufferOf, bytesOf, textOf } from "./support/bytes.ts";

const TIME_MS = 1_790_000_000_123;

function entryOf(event: number, [x = 0, y = 0, z = 0]: number[]): Effect {
  return Object.assign(new Effect(), { event, x, y, z });
}

function jsonLine(
  entry: Effect,
  detail: Uint8Array | string = "",
  hostname: Uint8Array | string = "host",
): Buffer {
  return bytesOf((out) => writeJsonEntry(out, entry, TIME_MS, 1, bufferOf(hostname), bufferOf(detail)));
}

function textLine(entry: Effect, detail: Uint8Array | string = ""): Buffer {
  return bytesOf((out) => writeTextEntry(out, entry, bufferOf(detail)));
}

/** What the fields of an entry are for a reader, by the table. */
function shownFields(entry: Effect): Record<string, string | number> {
  const fields = EVENTS[entry.event]?.fields ?? [];
  const shown = fields.map(({ name, kind }, index): [string, string | number] => {
    const value = fieldValue(entry, index);
    if (kind === FieldKind.Number || kind === FieldKind.InMessage)
      return [name, value === Infinity ? "never" : value];
    return [name, kind === FieldKind.Target ? targetName(value) : textOf((out) => writeSignal(out, value))];
  });
  return Object.fromEntries(
    shown.filter((_, i) => fields[i]?.kind !== FieldKind.SignalIfAny || fieldValue(entry, i) !== 0),
  );
}

/** The sentence of an entry, with the number that people search for. */
function messageOf(entry: Effect): string {
  const spec = EVENTS[entry.event];
  const isSearched = spec?.fields[0]?.kind === FieldKind.InMessage;
  return `${spec?.message}${isSearched ? `=${entry.x}` : ""}`;
}

/** Any event with any small numbers; here and there a number is infinite, as a grace that never ends is. */
const anyEntry = fc
  .tuple(fc.nat(EVENTS.length - 1), fc.array(fc.tuple(fc.nat(64), fc.nat(4)), { minLength: 3, maxLength: 3 }))
  .map(([event, draws]) => {
    const fields = EVENTS[event]?.fields ?? [];
    const mayBeInfinite = (index: number) => fields[index]?.kind === FieldKind.Number;
    const numbers = draws.map(([number, draw], index) =>
      draw === 0 && mayBeInfinite(index) ? Infinity : number,
    );
    return entryOf(event, numbers);
  });

test("the JSON line of every event is one line that has pino's fields and the event's own, in this order", () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const line = jsonLine(entry).toString();
      expect(line.indexOf("\n")).toBe(line.length - 1);
      const spec = EVENTS[entry.event];
      const head = { level: spec?.level, time: TIME_MS, pid: 1, hostname: "host", event: spec?.name };
      expect(Object.entries(JSON.parse(line))).toEqual(
        Object.entries({ ...head, ...shownFields(entry), msg: messageOf(entry) }),
      );
    }),
    { numRuns: 1000 },
  );
});

test("the text line of every event has its level, its message and its fields", () => {
  fc.assert(
    fc.property(anyEntry, (entry) => {
      const spec = EVENTS[entry.event];
      const levels: Record<number, string> = {
        10: "trace",
        20: "debug",
        30: "info",
        40: "warn",
        50: "error",
      };
      const fields = Object.entries(shownFields(entry)).map((pair) => pair.join("="));
      const shown = fields.length > 0 ? ` (${fields.join(" ")})` : "";
      expect(textLine(entry).toString()).toBe(
        `lissom: ${levels[spec?.level ?? 0]}: ${messageOf(entry)}${shown}\n`,
      );
    }),
    { numRuns: 1000 },
  );
});

test("any detail and any hostname in UTF-8 are read back from the JSON line as they were", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom('"', "\\", "\n\r\t\b\f\0\x1f\x7f", "\u2028é\u{1f600}"),
  );
  fc.assert(
    fc.property(text, text, (detail, hostname) => {
      const entry = JSON.parse(jsonLine(entryOf(Event.VariableUnknown, []), detail, hostname).toString());
      expect(entry.hostname).toBe(Buffer.from(hostname).toString());
      expect(entry.msg).toBe(detail === "" ? "ignored" : `ignored: ${Buffer.from(detail)}`);
    }),
  );
});

test("any bytes at all make one line of valid UTF-8 and valid JSON, every stray byte a replacement character", () => {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const oddBytes = fc.array(
    fc.constantFrom(0x22, 0x5c, 0x0a, 0x80, 0xc3, 0xa9, 0xe2, 0xed, 0xa0, 0xf0, 0xff),
    { maxLength: 20 },
  );
  const bytes = fc.oneof(
    fc.uint8Array(),
    oddBytes.map((values) => Uint8Array.from(values)),
  );
  fc.assert(
    fc.property(bytes, (detail) => {
      const line = strict.decode(jsonLine(entryOf(Event.VariableUnknown, []), detail, detail));
      expect(line.indexOf("\n")).toBe(line.length - 1);
      const { hostname }: { hostname: string } = JSON.parse(line);
      expect(hostname.replaceAll("\ufffd", "")).toBe(
        new TextDecoder()
          .decode(detail)
          .replaceAll("\ufffd", "")
          .replace(/^\ufeff/, ""),
      );
    }),
    { numRuns: 2000 },
  );
});

test("no detail can break a text line or move the cursor: control characters become question marks", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (detail) => {
      const line = textLine(entryOf(Event.VariableUnknown, []), detail).toString("latin1");
      const harmless = Buffer.from(
        detail.map((byte) => (byte < 0x20 || byte === 0x7f ? 0x3f : byte)),
      ).toString("latin1");
      expect(line).toBe(`lissom: warn: ignored${detail.length > 0 ? `: ${harmless}` : ""}\n`);
    }),
  );
});

test("a detail that does not fit the buffer is cut, and the JSON line is whole", () => {
  const detail = fc.uint8Array({ minLength: 100, maxLength: 1024, size: "max" });
  fc.assert(
    fc.property(detail, fc.integer({ min: 200, max: 2048 }), (some, capacity) => {
      const entry = entryOf(Event.StartFailed, [127, 2]);
      const line = bytesOf(
        (out) => writeJsonEntry(out, entry, TIME_MS, 1, bufferOf("host"), bufferOf(some)),
        capacity,
      );
      expect(JSON.parse(line.toString())).toMatchObject({ event: "startFailed", exitCode: 127, errno: 2 });
      expect(line.indexOf("\n")).toBe(line.length - 1);
    }),
  );
});
