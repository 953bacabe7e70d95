import { EffectKind } from "../../src/core/effects.ts";
import type { Head } from "./compiled-head.ts";
import { STATE_NUMBERS } from "./head-events.ts";
import { eventNames, type Step, type Trace } from "./trace.ts";

const TIME_MS = 1_790_000_000_123;

/** Plays a trace on a head. @returns all that the head said, in its order */
export function transcript(head: Head, trace: Trace): string[] {
  head.reset(trace.isInit ? 1 : 0, 1, trace.personality);
  const lines = [...parsing(head, trace.variables, trace.words, trace.personality !== 0), settings(head)];
  fillBuffer(head, 1, Buffer.from("host"));
  let nowMs = 1000;
  for (const step of trace.steps) {
    const deadlineMs = head.state(2, 0);
    if (step.after !== "deadline") nowMs += step.after;
    else if (deadlineMs !== Infinity) nowMs = deadlineMs;
    lines.push(...play(head, step, nowMs));
  }
  return lines;
}

/** Feeds variables and words to the parser, up to the first that begins the command. @returns what the parser said */
export function parsing(
  head: Head,
  variables: [string, string][],
  words: string[],
  wordsFirst = false,
): string[] {
  if (!wordsFirst) readVariables(head, variables);
  const lines: string[] = [];
  for (const word of words) {
    type(head, word);
    const taken = head.word();
    lines.push(`word ${JSON.stringify(word)}: ${taken}`);
    if (taken !== 0) break;
  }
  head.finish(words.length % 2);
  if (wordsFirst) readVariables(head, variables);
  return [...lines, `error ${complaint(head, 0)}`, `warning ${complaint(head, 1)}`];
}

function readVariables(head: Head, variables: [string, string][]): void {
  for (const [name, value] of variables) {
    type(head, name);
    head.variableName();
    type(head, value);
    head.variable();
  }
}

/** All settings in one line. */
export function settings(head: Head): string {
  const numbers: number[] = [];
  for (let value = head.setting(0); !Number.isNaN(value); value = head.setting(numbers.length))
    numbers.push(value);
  return `settings ${numbers.join(" ")}`;
}

/** Hands a text to the head. */
export function type(head: Head, text: string): void {
  for (let i = 0; i < text.length; i++) head.letter(text.charCodeAt(i));
}

/** Fills a buffer of the head: 0 detail, 1 hostname, 2 path and 3 head of a file. */
export function fillBuffer(head: Head, which: number, bytes: Uint8Array): void {
  head.clearBuffer(which);
  for (const byte of bytes) head.bufferByte(which, byte);
}

/** What the head wrote last, a character a byte: texts are compared many times faster than arrays. */
export function written(head: Head, length: number): string {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = head.outByte(index);
  return bytes.toString("latin1");
}

function play(head: Head, step: Step, nowMs: number): string[] {
  head.event(eventNames.indexOf(step.name), step.a, step.b, step.c, nowMs);
  const lines = [`${step.name}(${step.a}, ${step.b}, ${step.c}) at ${nowMs}: ${machine(head)}`];
  for (let index = 0; index < head.effectCount(); index++) {
    const numbers = [0, 1, 2, 3, 4, 5].map((field) => head.effectNumber(index, field));
    lines.push(`  effect ${numbers.join(" ")}`);
    if (numbers[0] !== EffectKind.Log) continue;
    lines.push(written(head, head.writeLine(index, 1, TIME_MS, 1)));
    lines.push(written(head, head.writeLine(index, 0, TIME_MS, 1)));
  }
  return lines;
}

function machine(head: Head): string {
  const numbers = Array.from({ length: STATE_NUMBERS }, (_, field) => head.state(field, 0));
  const isTrue = (field: number) => (about: number) => head.state(field, about) !== 0;
  const signals = Array.from({ length: 64 }, (_, index) => index + 1).filter(isTrue(STATE_NUMBERS));
  const pids = [-1, 0, 7, 8, 20].filter(isTrue(STATE_NUMBERS + 1));
  return `${numbers.join(" ")} needs time for ${signals} and ${pids}`;
}

function complaint(head: Head, which: number): string {
  const codes = Array.from({ length: head.complaint(which) }, (_, index) => head.replyAt(index));
  return JSON.stringify(String.fromCharCode(...codes));
}
