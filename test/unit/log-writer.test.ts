import fc from "fast-check";
import { expect, test } from "vitest";
import { Effect } from "../../src/core/effects.ts";
import { Ending, Fact, NAME_MAX, Reason, reasonName, UNKNOWN } from "../../src/core/ending.ts";
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

/** The ending of a life, with random facts and survivors; a fact below 0 is one that is not known. */
const anyEnding = fc
  .record({
    facts: fc.array(fc.integer({ min: -1, max: 1e9 }), {
      minLength: Fact.Survivors,
      maxLength: Fact.Survivors,
    }),
    survivors: fc.array(fc.tuple(fc.nat(4_194_304), fc.stringMatching(/^[a-z:/0-9-]{0,15}$/)), {
      maxLength: 10,
    }),
  })
  .map(({ facts, survivors }) => {
    const ending = new Ending();
    ending.facts.set(facts);
    for (const [pid, name] of survivors) {
      ending.addSurvivor(pid);
      for (const byte of Buffer.from(name)) ending.addNameByte(byte);
    }
    return ending;
  });

/** The names and pids of those that were killed. */
function survivorsOf(ending: Ending): { pid: number; name: string }[] {
  return Array.from({ length: ending.survivorCount() }, (_, index) => {
    const bytes = Array.from({ length: NAME_MAX }, (_, at) => ending.survivorByte(index, at));
    return {
      pid: ending.survivorPid(index),
      name: Buffer.from(bytes.filter((byte) => byte !== 0)).toString(),
    };
  });
}

/** What the fields of an entry are for a reader, by the table. */
function shownFields(entry: Effect): Record<string, unknown> {
  const fields = EVENTS[entry.event]?.fields ?? [];
  const shown = fields.map(({ name, kind }, index): [string, unknown] => {
    const value = fieldValue(entry, index);
    if (kind === FieldKind.Survivors) return [name, survivorsOf(entry.ending ?? new Ending())];
    if (kind === FieldKind.Reason) return [name, reasonName(value)];
    if ([FieldKind.Number, FieldKind.NumberIfAny, FieldKind.InMessage].includes(kind))
      return [name, value === Infinity ? "never" : value];
    if (kind === FieldKind.Target) return [name, targetName(value)];
    return [name, value >= 0 ? textOf((out) => writeSignal(out, value)) : ""];
  });
  return Object.fromEntries(
    shown.filter(([, value], i) => {
      const kind = fields[i]?.kind;
      if (kind === FieldKind.SignalIfAny) return fieldValue(entry, i) > 0;
      if (kind === FieldKind.NumberIfAny) return value !== UNKNOWN;
      return kind !== FieldKind.Survivors || (Array.isArray(value) && value.length > 0);
    }),
  );
}

/** A value in a text line. */
function plainText(value: unknown): string {
  if (!Array.isArray(value)) return `${value}`;
  return value.map(({ pid, name }) => `${pid}:${name}`).join(",");
}

/** The sentence of an entry, with the number that people search for. */
function messageOf(entry: Effect): string {
  const spec = EVENTS[entry.event];
  const isSearched = spec?.fields[0]?.kind === FieldKind.InMessage;
  return `${spec?.message}${isSearched ? `=${entry.x}` : ""}`;
}

/** Any event with any small numbers; here and there a number is infinite, as a grace that never ends is. */
const anyEntry = fc
  .tuple(
    fc.oneof(fc.nat(EVENTS.length - 1), fc.constantFrom(Event.Finished, Event.KillSent)),
    fc.array(fc.tuple(fc.nat(64), fc.nat(4)), { minLength: 3, maxLength: 3 }),
    fc.option(anyEnding),
  )
  .map(([event, draws, ending]) => {
    const fields = EVENTS[event]?.fields ?? [];
    const mayBeInfinite = (index: number) => fields[index]?.kind === FieldKind.Number;
    const numbers = draws.map(([number, draw], index) =>
      draw === 0 && mayBeInfinite(index) ? Infinity : number,
    );
    return Object.assign(entryOf(event, numbers), { ending });
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
        // Shown at every level.
        100: "error",
      };
      const fields = Object.entries(shownFields(entry)).map(([name, value]) => `${name}=${plainText(value)}`);
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

test("the last entry of the longest life fits a line: every fact as long as it gets, and ten long names", () => {
  const ending = new Ending();
  ending.facts.fill(31_536_000_000, 0, Fact.Survivors);
  while (ending.hasRoom()) {
    ending.addSurvivor(4_194_304);
    for (let i = 0; i < NAME_MAX + 5; i++) ending.addNameByte(0x78);
  }
  const entry = Object.assign(entryOf(Event.Finished, [137, Reason.KilledAfterGrace, 9]), { ending });
  const line: Record<string, unknown> = JSON.parse(jsonLine(entry, "", "h".repeat(64)).toString());
  expect(line.survivors).toHaveLength(10);
  expect(line).toMatchObject({ reason: "killed-after-grace", cpuMs: 31_536_000_000 });
  expect(line.survivors).toContainEqual({ pid: 4_194_304, name: "x".repeat(NAME_MAX) });
});

test("a name of a process that would break a line is shown with question marks", () => {
  const ending = new Ending();
  ending.addSurvivor(7);
  for (const byte of Buffer.from('a"\\\n\xff b')) ending.addNameByte(byte);
  const entry = Object.assign(entryOf(Event.KillSent, [9]), { ending });
  expect(JSON.parse(jsonLine(entry).toString()).survivors).toEqual([{ pid: 7, name: "a????? b" }]);
  expect(textLine(entry).toString()).toContain("survivors=7:a????? b)");
});
