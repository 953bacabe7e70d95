/**
 * The log on stderr. PID 1 must never wait for a reader, and must not make the stderr that it shares with the
 * application non-blocking. So it opens the same pipe or terminal a second time, without blocking; where that is not
 * possible it uses the calls that do not wait by themselves. What cannot be written at once is dropped and counted.
 */
import { ByteWriter } from "../core/byte-writer.ts";
import { Effect } from "../core/effects.ts";
import { Errno } from "../core/exec-failure.ts";
import { Event } from "../core/log-events.ts";
import { isAlwaysText, writeJsonEntry, writeTextEntry } from "../core/log-writer.ts";
import { LogFormat } from "../core/settings.ts";
import { SCRATCH } from "./buffers.ts";
import {
  Clock,
  clock,
  FileType,
  fileType,
  hostName,
  isTerminal,
  isWritable,
  OpenFlag,
  open,
  processId,
  sendNow,
  write,
  writeNow,
} from "./system.ts";
import { addressOf, append } from "./text.ts";

const STDERR: i32 = 2;
/** How much is shown of what an entry is about. */
const TEXT_MAX: i32 = 200;
const SEPARATOR: string = ": ";

const enum Way {
  Unopened,
  /** A descriptor that never blocks: our own, or a file's. */
  Write,
  /** A blocking pipe that could not be opened again. */
  WriteNow,
  /** What knows no RWF_NOWAIT either. */
  WriteIfReady,
  Send,
}

// Made when the modules are loaded: as long as nothing is logged, they are no memory but a part of the file. They hold
// nothing from one entry to the next, as pages of the file are given back when the command runs.
const DETAIL: ByteWriter = new ByteWriter(704);
const HOSTNAME: ByteWriter = new ByteWriter(65);
const SILENCE: ByteWriter = new ByteWriter(0);
const LOSS: Effect = new Effect();

/** Writes entries of the head's vocabulary. */
export class Log {
  /** A text that follows the message of the next entry. Cleared by it. */
  readonly detail: ByteWriter = DETAIL;
  private way: Way = Way.Unopened;
  private fd: i32 = STDERR;
  private isText: bool = false;
  private dropped: i32 = 0;

  /** @param format of the lines; Auto is text on a terminal and JSON elsewhere @param line a buffer for one of them */
  constructor(
    private readonly format: LogFormat,
    private readonly line: ByteWriter,
  ) {}

  /** Lets go of the way to stderr: whoever closes all descriptors closes it too. */
  forget(): void {
    this.way = Way.Unopened;
    this.fd = STDERR;
  }

  /** Writes an entry now, or drops and counts it. */
  entry(entry: Effect): void {
    if (entry.text.length > 0) this.putBefore(entry.text);
    if (this.way === Way.Unopened) this.open();
    if (this.dropped > 0) {
      LOSS.event = Event.LinesDropped;
      LOSS.x = this.dropped;
      this.compose(LOSS, SILENCE);
      if (!this.put()) {
        this.dropped += 1;
        this.detail.clear();
        return;
      }
      this.dropped = 0;
    }
    this.compose(entry, this.detail);
    this.detail.clear();
    if (!this.put()) this.dropped += 1;
  }

  /** Writes a plain line, whatever the format: an error before there are settings. */
  plain(text: string): void {
    if (this.way === Way.Unopened) this.open();
    this.line.clear();
    this.line.text("lissom: ");
    this.line.text(text);
    this.line.byte(0x0a);
    this.put();
  }

  /** Makes the detail `text: detail`. */
  private putBefore(text: string): void {
    const bytes = this.detail.bytes;
    const shown = text.length < TEXT_MAX ? text.length : TEXT_MAX;
    const gap = this.detail.length > 0 ? shown + SEPARATOR.length : shown;
    const rest = this.detail.length + gap < bytes.length ? this.detail.length : bytes.length - gap;
    memory.copy(bytes.dataStart + gap, bytes.dataStart, rest);
    this.detail.clear();
    for (let i = 0; i < shown; i++) this.detail.byte(text.charCodeAt(i));
    if (rest > 0) this.detail.text(SEPARATOR);
    this.detail.length = gap + rest;
  }

  private compose(entry: Effect, detail: ByteWriter): void {
    this.line.clear();
    if (HOSTNAME.length === 0) append(HOSTNAME, SCRATCH, hostName(SCRATCH, HOSTNAME.bytes.length));
    if (this.isText || isAlwaysText(entry)) writeTextEntry(this.line, entry, detail);
    else writeJsonEntry(this.line, entry, Math.floor(clock(Clock.Real)), processId(), HOSTNAME, detail);
  }

  private open(): void {
    this.isText = this.format === LogFormat.Text || (this.format === LogFormat.Auto && isTerminal(STDERR));
    const type = fileType(STDERR);
    this.way = type === FileType.Socket ? Way.Send : Way.Write;
    // A file opened again would have a position of its own and overwrite the application's lines.
    if (type === FileType.Pipe || type === FileType.Character || type < 0) this.openAgain();
  }

  private openAgain(): void {
    this.line.clear();
    this.line.text("/proc/self/fd/2");
    const flags =
      OpenFlag.WriteOnly |
      OpenFlag.Append |
      OpenFlag.NonBlocking |
      OpenFlag.NoTerminal |
      OpenFlag.CloseOnExec;
    const fd = open(addressOf(this.line), flags);
    if (fd >= 0) this.fd = fd;
    else this.way = Way.WriteNow;
  }

  private put(): bool {
    const from = this.line.bytes.dataStart;
    const length = this.line.length;
    let written: i32 = 0;
    if (this.way === Way.WriteNow) {
      written = writeNow(this.fd, from, length);
      if (written === -Errno.NotSupported || written === -Errno.NoSystemCall) this.way = Way.WriteIfReady;
    }
    if (this.way === Way.WriteIfReady)
      written = isWritable(this.fd) ? write(this.fd, from, length) : -Errno.Again;
    else if (this.way === Way.Send) written = sendNow(this.fd, from, length);
    else if (this.way === Way.Write) written = write(this.fd, from, length);
    return written >= 0;
  }
}
