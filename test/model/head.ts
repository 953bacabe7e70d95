/**
 * One parser and one supervisor behind functions of plain numbers. This file is portable TypeScript like the head
 * itself: the tests import it as JavaScript and compile it to WebAssembly, and compare the two call by call.
 * Text goes in and out letter by letter, so that neither side needs the other's memory layout.
 */
import { ByteWriter } from "../../src/core/byte-writer.ts";
import { parseDuration } from "../../src/core/duration.ts";
import { ExecFailure } from "../../src/core/exec-failure.ts";
import { writeHelp, writeLicense, writeVersion } from "../../src/core/help.ts";
import { writeJsonEntry, writeTextEntry } from "../../src/core/log-writer.ts";
import { Parser } from "../../src/core/parser.ts";
import { Personality } from "../../src/core/personality.ts";
import { describePlan } from "../../src/core/plan.ts";
import { parseSignal } from "../../src/core/signals.ts";
import { Supervisor } from "../../src/core/supervisor.ts";
import { feed, stateNumber } from "./head-events.ts";
import { digest, settingNumber } from "./head-settings.ts";

const CHUNK: i32 = 16;
const LINE_MAX: i32 = 4096;

const out: ByteWriter = new ByteWriter(LINE_MAX);
const detail: ByteWriter = new ByteWriter(1024);
const hostname: ByteWriter = new ByteWriter(64);
const failure: ExecFailure = new ExecFailure();
let parser: Parser = new Parser();
let supervisor: Supervisor = new Supervisor(parser.settings, true, 1);
let text: string = "";
let tail: string = "";
let name: string = "";
let reply: string = "";

function personalityAt(index: i32): Personality {
  if (index === 1) return Personality.Tini;
  if (index === 2) return Personality.DumbInit;
  return index === 3 ? Personality.Catatonit : Personality.Lissom;
}

/** Forgets all and makes a head of its own for a new trace. */
export function reset(isInit: i32, selfPid: i32, personality: i32): void {
  parser = new Parser(personalityAt(personality));
  supervisor = new Supervisor(parser.settings, isInit !== 0, selfPid);
  text = "";
  tail = "";
}

/** Appends a UTF-16 code unit to the text that the next call reads. Chunks keep the garbage of joining small. */
export function letter(code: i32): void {
  tail += String.fromCharCode(code);
  if (tail.length < CHUNK) return;
  text += tail;
  tail = "";
}

function takeText(): string {
  const taken = text + tail;
  text = "";
  tail = "";
  return taken;
}

/** Takes the text as the name of the next variable. */
export function variableName(): void {
  name = takeText();
}

/** Takes the text as the value of the variable. */
export function variable(): void {
  parser.variable(name, takeText());
}

/** Takes the text as a word of the command line. @returns what the parser did with it */
export function word(): i32 {
  return parser.word(takeText());
}

/** Ends the command line. */
export function finish(hasCommand: i32): void {
  parser.finish(hasCommand !== 0);
}

/** Makes the parser's error (0) or warning (1) the reply. @returns its length in UTF-16 code units */
export function complaint(which: i32): i32 {
  reply = which === 0 ? parser.error : parser.warning;
  return reply.length;
}

/** A code unit of the reply. */
export function replyAt(index: i32): i32 {
  return reply.charCodeAt(index);
}

/** A setting by a number of its own. NaN behind the last. */
export function setting(index: i32): f64 {
  return settingNumber(parser.settings, index);
}

/** Reads the text as a signal. */
export function signalOfText(): i32 {
  return parseSignal(takeText());
}

/** Reads the text as a duration. */
export function durationOfText(): f64 {
  return parseDuration(takeText());
}

/** Feeds an event by its number in `eventNames` of trace.ts, and leaves its effects in the queue. */
export function event(kind: i32, a: i32, b: i32, c: i32, nowMs: f64): void {
  supervisor.effects.clear();
  feed(supervisor, kind, a, b, c, nowMs);
}

/** How many effects the last event caused. */
export function effectCount(): i32 {
  return supervisor.effects.length;
}

/** A number of an effect: its kind, event, x, y, z, and one for its text. */
export function effectNumber(index: i32, field: i32): f64 {
  const effect = supervisor.effects.at(index);
  if (field === 0) return effect.kind as f64;
  if (field === 1) return effect.event as f64;
  if (field === 5) return digest(effect.text, 0);
  return field === 2 ? effect.x : field === 3 ? effect.y : effect.z;
}

/** A number of the machine's state, see `stateNumber`; `about` is the signal or pid that some are about. */
export function state(field: i32, about: i32): f64 {
  return stateNumber(supervisor, field, about);
}

/** Empties a buffer: 0 detail, 1 hostname, 2 path and 3 head of the exec failure. */
export function clearBuffer(which: i32): void {
  buffer(which).clear();
}

/** Appends a byte to a buffer. */
export function bufferByte(which: i32, value: i32): void {
  buffer(which).byte(value);
}

function buffer(which: i32): ByteWriter {
  return which === 0 ? detail : which === 1 ? hostname : which === 2 ? failure.path : failure.head;
}

/** Writes an effect as a log line, JSON or text. @returns the line's length in bytes */
export function writeLine(index: i32, asJson: i32, timeMs: f64, pid: i32): i32 {
  out.clear();
  if (asJson !== 0) writeJsonEntry(out, supervisor.effects.at(index), timeMs, pid, hostname, detail);
  else writeTextEntry(out, supervisor.effects.at(index), detail);
  return out.length;
}

/** Writes a number. @returns its length in bytes */
export function writeNumber(value: f64): i32 {
  out.clear();
  out.number(value);
  return out.length;
}

/** Writes the plan of the stop. @returns its length in bytes */
export function writePlan(): i32 {
  out.clear();
  describePlan(out, parser.settings);
  return out.length;
}

/** Writes help (0), version (1) or licence (2) of a personality. @returns the length in bytes */
export function writeUsage(which: i32, personality: i32): i32 {
  out.clear();
  if (which === 0) writeHelp(out, personalityAt(personality));
  else if (which === 1) writeVersion(out, personalityAt(personality));
  else writeLicense(out);
  return out.length;
}

/** Writes why a command could not be run, its path and head being in the buffers. @returns the length in bytes */
export function describeFailure(errno: i32, readErrno: i32, searched: i32, machine: i32): i32 {
  out.clear();
  failure.errno = errno;
  failure.readErrno = readErrno;
  failure.searched = searched !== 0;
  failure.machine = machine;
  failure.describe(out);
  return out.length;
}

/** The exit code of the failure described last. */
export function failureExitCode(): i32 {
  return failure.exitCode();
}

/** A byte of what was written last. */
export function outByte(index: i32): i32 {
  return out.bytes[index] as i32;
}
