import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { EffectKind } from "../../src/core/effects.ts";
import { type CompiledHead, compileHead } from "./compiled-head.ts";
import { howToRepeat, seed } from "./seed.ts";
import { begin, eventNames, type Step, started, step } from "./trace.ts";
import { fillBuffer, parsing, type } from "./transcript.ts";

const EVENTS = 10_000;

let newHead: () => CompiledHead;

beforeAll(async () => {
  console.log(howToRepeat);
  newHead = await compileHead();
}, 120_000);

/** How far the allocator moved since the last look, beyond the object that a look itself makes. */
function allocatedSince(head: CompiledHead, lookedAt: number): number {
  const first = head.__new(0, 0);
  const second = head.__new(0, 0);
  return first - lookedAt - (second - first);
}

/** Plays events and writes every log line twice. @returns how many lines were written */
function play(head: CompiledHead, steps: Step[]): number {
  let lines = 0;
  let nowMs = 0;
  for (const { name, a, b, c, after } of steps) {
    nowMs += after === "deadline" ? 10_000 : Math.abs(after);
    head.event(eventNames.indexOf(name), a, b, c, nowMs);
    for (let index = 0; index < head.effectCount(); index++) {
      if (head.effectNumber(index, 0) !== EffectKind.Log) continue;
      head.writeLine(index, 1, nowMs, 1);
      head.writeLine(index, 0, nowMs, 1);
      lines += 1;
    }
  }
  return lines;
}

/** A head that writes every event, with a map, every part of a stop, and hostile text to log. */
function talkativeHead(): CompiledHead {
  const head = newHead();
  const words = ["--then=QUIT:1s", "--map=HUP=USR1", "--log-level=trace", "--before-start=migrate it"];
  words.push("--before-stop=leave", "--after-exit=tell", "--delay=1s", "--drain=80", "--budget=1m");
  parsing(head, [], words);
  fillBuffer(head, 0, Buffer.from('hostile "detail"\n\xff', "latin1"));
  fillBuffer(head, 1, Buffer.from("host"));
  return head;
}

function expectNoAllocation(steps: Step[], leastLines: number): void {
  const head = talkativeHead();
  const sizeBefore = head.memory.buffer.byteLength;
  const lookedAt = head.__new(0, 0);
  expect(play(head, steps)).toBeGreaterThan(leastLines);
  expect(allocatedSince(head, lookedAt)).toBe(0);
  expect(head.memory.buffer.byteLength).toBe(sizeBefore);
}

test("the compiled head allocates nothing in a life of 10,000 signals and orphans, and its memory keeps its size", () => {
  const lasting = step.filter(
    ({ name, a }) => name === "signal" || (name === "childExited" && a !== started.a),
  );
  const steps = fc.sample(lasting, { seed, numRuns: EVENTS });
  expectNoAllocation([begin, started, ...steps], EVENTS / 2);
});

test("the compiled head allocates nothing in 500 short lives of any events, up to their end", () => {
  for (const steps of fc.sample(fc.array(step, { minLength: 20, maxLength: 20 }), { seed, numRuns: 500 })) {
    expectNoAllocation([begin, started, ...steps], 0);
  }
});

test("a command that is written in hundreds of pieces costs memory in proportion to its letters", () => {
  const head = newHead();
  const command = `--after-exit=x${"\\a".repeat(200)}`;
  type(head, command);
  const lookedAt = head.__new(0, 0);
  head.word();
  expect(head.complaint(0)).toBe(0);
  expect(allocatedSince(head, lookedAt)).toBeLessThan(80 * command.length);
});

test("the look at the allocator sees a single short text", () => {
  const head = newHead();
  const lookedAt = head.__new(0, 0);
  head.letter(0x61);
  expect(allocatedSince(head, lookedAt)).toBeGreaterThan(0);
});

test("the compiled head cannot get more memory than the two pages that it was given", () => {
  const head = newHead();
  expect(head.memory.buffer.byteLength).toBe(2 * 65_536);
  expect(() => head.memory.grow(1)).toThrow();
});
