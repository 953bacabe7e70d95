/**
 * Signals by number and by name. Linux numbers, the same on x86-64 and arm64 (signal(7)); 1 to 31 are the standard
 * signals, 32 and 33 belong to the C library's threads, 34 to 64 are the real-time signals as programs see them.
 */
import { hasAt, isAt } from "./ascii.ts";
import { ByteWriter } from "./byte-writer.ts";

/** The signals that the head treats by name. */
export const enum Signal {
  Hup = 1,
  Int = 2,
  Quit = 3,
  Ill = 4,
  Trap = 5,
  Abrt = 6,
  Bus = 7,
  Fpe = 8,
  Kill = 9,
  Segv = 11,
  Pipe = 13,
  Term = 15,
  Chld = 17,
  Cont = 18,
  Stop = 19,
  Tstp = 20,
  Ttin = 21,
  Ttou = 22,
  Xfsz = 25,
  Io = 29,
  Sys = 31,
}

/** The highest signal number. */
export const SIGNAL_MAX: i32 = 64;
/** What the parsers return for text that names no signal. */
export const NOT_A_SIGNAL: i32 = -1;

const RTMIN: i32 = 34;
const NAME_MAX: i32 = 12;
// biome-ignore format: one row of eight a line
const NAMES: Array<string> = [
  "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS",
  "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM",
  "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
  "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
];

/**
 * Reads a signal: a number from 1 to 64, or a name in any case, with or without SIG: TERM, SIGTERM, RTMIN, RTMIN+n,
 * RTMAX, RTMAX-n, and the old names CLD, IOT and POLL.
 * @returns the number, or NOT_A_SIGNAL
 */
export function parseSignal(text: string): i32 {
  if (text.length > NAME_MAX) return NOT_A_SIGNAL;
  const number = parseWhole(text, SIGNAL_MAX);
  if (number > 0) return number;
  const at: i32 = hasAt(text, 0, "SIG") ? 3 : 0;
  if (hasAt(text, at, "RTMIN")) return realTime(RTMIN, text.substring(at + 5), "+", 1);
  if (hasAt(text, at, "RTMAX")) return realTime(SIGNAL_MAX, text.substring(at + 5), "-", -1);
  if (isAt(text, at, "CLD")) return Signal.Chld;
  if (isAt(text, at, "IOT")) return Signal.Abrt;
  if (isAt(text, at, "POLL")) return Signal.Io;
  for (let signo = 1; signo < NAMES.length; signo++) {
    if (isAt(text, at, NAMES[signo] as string)) return signo;
  }
  return NOT_A_SIGNAL;
}

function realTime(base: i32, offset: string, sign: string, direction: i32): i32 {
  if (offset.length === 0) return base;
  if (!offset.startsWith(sign)) return NOT_A_SIGNAL;
  const steps = parseWhole(offset.substring(1), SIGNAL_MAX - RTMIN);
  return steps < 0 ? NOT_A_SIGNAL : base + direction * steps;
}

/**
 * Reads a whole number without a sign.
 * @returns the number, or -1 where the text is none or is above `max` (at most 214,748,363)
 */
export function parseWhole(text: string, max: i32): i32 {
  if (text.length === 0) return -1;
  let value: i32 = 0;
  for (let i = 0; i < text.length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value > max) return -1;
  }
  return value;
}

/** Appends the full name of a signal: SIGTERM, SIGRTMIN, SIGRTMIN+3; 32 and 33 have none and stay numbers. */
export function writeSignal(out: ByteWriter, signo: i32): void {
  if (signo < NAMES.length) {
    out.text("SIG");
    out.text(NAMES[signo] as string);
  } else if (signo < RTMIN) {
    out.number(signo as f64);
  } else {
    out.text("SIGRTMIN");
    if (signo > RTMIN) {
      out.byte(0x2b);
      out.number((signo - RTMIN) as f64);
    }
  }
}

/** Whether the signal stops a process that uses the terminal in a way that its shell does not want. */
export function isTerminalStop(signo: i32): bool {
  return signo === Signal.Tstp || signo === Signal.Ttin || signo === Signal.Ttou;
}

/** Whether the kernel sends the signal for a fault in the process's own instructions. */
export function isFault(signo: i32): bool {
  return (
    signo === Signal.Segv ||
    signo === Signal.Bus ||
    signo === Signal.Fpe ||
    signo === Signal.Ill ||
    signo === Signal.Trap ||
    signo === Signal.Abrt ||
    signo === Signal.Sys
  );
}
