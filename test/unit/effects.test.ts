import { expect, test } from "vitest";
import { EffectKind, EffectQueue } from "../../src/core/effects.ts";
import { Ending } from "../../src/core/ending.ts";

const CAPACITY = 16;
const ending = new Ending();

function full(): EffectQueue {
  const queue = new EffectQueue(ending);
  for (let i = 0; i < CAPACITY; i++) queue.push(EffectKind.Log, i, i + 0.25, i + 0.5, i + 0.75, `text ${i}`);
  return queue;
}

test("effects come out in the order in which they went in, with all their numbers, their text and their ending", () => {
  const queue = full();
  expect(queue.length).toBe(CAPACITY);
  for (let i = 0; i < CAPACITY; i++) {
    expect({ ...queue.at(i) }).toEqual({
      kind: EffectKind.Log,
      event: i,
      x: i + 0.25,
      y: i + 0.5,
      z: i + 0.75,
      text: `text ${i}`,
      ending,
    });
  }
});

test("an effect that does not fit is counted and changes none of those that wait", () => {
  const queue = full();
  queue.push(EffectKind.Exit, 0, 1, 2, 3, "");
  expect([queue.length, queue.overflow, queue.at(CAPACITY - 1).kind]).toEqual([CAPACITY, 1, EffectKind.Log]);
});

test("a cleared queue takes new effects into the same objects, as nothing may be allocated", () => {
  const queue = full();
  const first = queue.at(0);
  queue.clear();
  expect(queue.length).toBe(0);
  queue.push(EffectKind.Exit, 0, 3, 0, 0, "");
  expect(queue.at(0)).toBe(first);
  expect({ ...first }).toEqual({ kind: EffectKind.Exit, event: 0, x: 3, y: 0, z: 0, text: "", ending });
});
