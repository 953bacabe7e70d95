import { hostname } from "node:os";
import { isatty } from "node:tty";
import type { Logger } from "pino";
import { ByteWriter } from "../core/byte-writer.ts";
import { Effect } from "../core/effects.ts";
import { EVENTS, Event } from "../core/log-events.ts";
import { isAlwaysText, writeTextEntry } from "../core/log-writer.ts";
import { LogFormat, type Settings } from "../core/settings.ts";
import { toEntry } from "./entry.ts";
import { loadPino } from "./load.ts";
import { type LineSink, openStderr } from "./stderr.ts";

const LINE_MAX = 2048;

/** Writes the head's entries to stderr, and never waits for it: what does not go through at once is counted. */
export class Log {
  private readonly isText: boolean;
  private readonly level: number;
  private readonly out = new ByteWriter(LINE_MAX);
  private sink: LineSink | undefined;
  private pino: Logger | undefined;
  private dropped = 0;

  private readonly onRaised: (signo: number) => void;

  /** @param onRaised told the signal that a write to a closed stderr has raised in this process */
  constructor(settings: Settings, onRaised: (signo: number) => void) {
    this.onRaised = onRaised;
    this.level = settings.logLevel;
    this.isText = settings.logFormat === LogFormat.Auto ? isatty(2) : settings.logFormat === LogFormat.Text;
  }

  /** Writes an entry, if its level is asked for; `detail` is a text behind its message. */
  write(effect: Effect, detail: string): void {
    if ((EVENTS[effect.event]?.level ?? 0) < this.level) return;
    this.writeLine(effect, detail);
    if (this.dropped > 0) this.reportDropped();
  }

  private reportDropped(): void {
    const count = this.dropped;
    const report = new Effect();
    report.event = Event.LinesDropped;
    report.x = count;
    this.dropped = 0;
    this.writeLine(report, "");
    if (this.dropped > 0) this.dropped = count;
  }

  private writeLine(effect: Effect, detail: string): void {
    if (this.isText || isAlwaysText(effect)) this.writeText(effect, detail);
    else this.writeJson(effect, detail);
  }

  private writeText(effect: Effect, detail: string): void {
    this.out.clear();
    const words = Buffer.from(detail);
    const bytes = new ByteWriter(words.length);
    for (const byte of words) bytes.byte(byte);
    writeTextEntry(this.out, effect, bytes);
    this.send(this.out.bytes.subarray(0, this.out.length));
  }

  private writeJson(effect: Effect, detail: string): void {
    this.pino ??= this.openPino();
    const { level, msg, ...fields } = toEntry(effect, detail);
    this.pino[level](fields, msg);
  }

  /** A destination of our own: pino's would switch the shared stderr, or lose lines when the process exits. */
  private openPino(): Logger {
    const base = { pid: process.pid, hostname: hostname() };
    return loadPino().pino(
      { level: "trace", base },
      { write: (line: string) => this.send(Buffer.from(line)) },
    );
  }

  private send(line: Uint8Array): void {
    this.sink ??= openStderr(this.onRaised);
    if (!this.sink(line)) this.dropped += 1;
  }
}
