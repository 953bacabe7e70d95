import { EventEmitter } from "node:events";
import { constants } from "node:os";
import { resolve } from "node:path";
import { execa } from "execa";
import { Level, type Settings } from "../core/settings.ts";
import { NOT_A_SIGNAL, parseSignal, Signal } from "../core/signals.ts";
import { quote } from "../core/usage.ts";
import { Body } from "./body.ts";
import { toEntry } from "./entry.ts";
import type { EndReason, EventMap, EventName, LogEntry, SignalName } from "./events.ts";
import { Log } from "./log.ts";
import { readOptions } from "./read-options.ts";
import { SignalSource } from "./signal-source.ts";
import type { SignalLike, SuperviseOptions } from "./supervise-options.ts";
import { workingDirectory } from "./working-directory.ts";

/** How the supervision ended. */
export interface Outcome {
  /** What lissom as a program would exit with: the command's code, 128+n for signal n, or 125, 126, 127. */
  exitCode: number;
  /** Why it ended. */
  reason: EndReason;
  /** What ended the command, where a signal did. */
  signal?: SignalName;
  /** Why the command could not be started, where it could not. */
  failure?: string;
}

/** A supervised command. */
export interface Supervised {
  /** The main process; undefined where it could not be started, and as long as hooks run before it. */
  readonly pid: number | undefined;
  /** What happens: each entry of the log under its event's name, and every one as "entry". Ends with "finished". */
  readonly events: EventEmitter<EventMap>;
  /** Settled once the command and all that it left behind are over. Never rejected. */
  readonly outcome: Promise<Outcome>;
  /**
   * Acts as if this process had received the signal, by default SIGTERM, which begins a stop. Does nothing once all is
   * over.
   *
   * @throws Error where it is no signal
   */
  stop(signal?: SignalLike): void;
}

/** What keeps the command from being started, although it is not to blame. */
const HOOKS_FAILED: readonly EventName[] = ["hookMissing", "beforeStartFailed"];

let isBusy = false;

/**
 * Starts a command as lissom does: every signal that this process gets is passed on, orphans are adopted and reaped,
 * and a stop is graceful first and certain last. This process itself goes on when all is over; its other children are
 * neither signalled nor waited for. One command at a time, since signals and orphans are the process's.
 *
 * @param command the program, looked up along PATH, and its arguments; no shell is involved
 * @throws Error for bad options, with the command line's words, and while another command is supervised; TypeError for
 *   a command that is no text, or has a zero byte in it
 */
export function supervise(command: string | readonly string[], options: SuperviseOptions = {}): Supervised {
  const words = typeof command === "string" ? [command] : command;
  if (words.length === 0) throw new Error("missing command: the list of words is empty");
  for (const word of words) checkWord(word);
  if (isBusy) throw new Error("busy: this process supervises another command; wait for its outcome first");
  const settings = readOptions(options);
  const log = new Log(settings, () => undefined);
  // The log has its level already; the head is to tell everything, for the events.
  settings.logLevel = Level.Trace;
  isBusy = true;
  try {
    return begin(words, options, settings, log);
  } catch (error) {
    isBusy = false;
    throw error;
  }
}

function checkWord(word: unknown): void {
  if (typeof word !== "string") throw new TypeError(`bad command: ${typeof word} instead of a text`);
  if (word.includes("\0")) throw new TypeError(`bad command: ${quote(word)}: no word holds a zero byte`);
}

function begin(
  words: readonly string[],
  options: SuperviseOptions,
  settings: Settings,
  log: Log,
): Supervised {
  // A write to a closed pipe anywhere in this process raises PIPE, and is no message for the command.
  const signals = new SignalSource([constants.signals.SIGPIPE, constants.signals.SIGXFSZ]);
  const events = new EventEmitter<EventMap>();
  const outcome: Outcome = { exitCode: 0, reason: "exited" };
  let settle: (outcome: Outcome) => void;
  const settled = new Promise<Outcome>((done) => {
    settle = done;
  });
  const body = new Body(settings, {
    signals,
    isProgram: false,
    log: (effect, detail) => {
      log.write(effect, detail);
      const entry = toEntry(effect, detail);
      note(outcome, entry, detail);
      // A listener that throws is a mistake of the user's, and must not cost the orders behind this one.
      queueMicrotask(() => publish(events as EventEmitter, entry));
    },
    started: () => undefined,
    exit: (exitCode) => {
      signals.close();
      isBusy = false;
      outcome.exitCode = exitCode;
      // Behind the events that were published before.
      queueMicrotask(() => settle(outcome));
    },
  });
  const { env, cwd } = options;
  try {
    body.begin({
      execa,
      words,
      options: { env, cwd },
      folder: cwd === undefined ? workingDirectory() : resolve(cwd),
    });
  } catch (error) {
    body.close();
    signals.close();
    throw error;
  }
  return {
    get pid() {
      return body.pid;
    },
    events,
    outcome: settled,
    stop: (signal) => body.signal(number(signal ?? Signal.Term)),
  };
}

/** The name and the entry belong together, which the type of the typed emitter's emit cannot say. */
function publish(events: EventEmitter, entry: LogEntry): void {
  events.emit(entry.event, entry);
  events.emit("entry", entry);
}

function note(outcome: Outcome, entry: LogEntry, detail: string): void {
  if (entry.event === "mainExited" && entry.signal !== undefined) outcome.signal = entry.signal;
  if (entry.event === "startFailed") outcome.failure = detail;
  if (entry.event === "finished") outcome.reason = entry.reason;
  if (HOOKS_FAILED.includes(entry.event)) outcome.failure = entry.msg;
}

function number(signal: SignalLike): number {
  const signo = parseSignal(String(signal));
  if (signo === NOT_A_SIGNAL)
    throw new Error(`bad value: stop ${quote(String(signal))}: no signal has this name`);
  return signo;
}
