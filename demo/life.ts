import { type ChildProcess, spawn } from "node:child_process";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import type { Body } from "./body.ts";
import type { Place } from "./place.ts";
import { lissomPid, send } from "./processes.ts";

/** Something that was seen. */
export interface Note {
  /** Milliseconds since 1970. */
  timeMs: number;
  who: "lissom" | "application" | "client" | "you";
  text: string;
  /** An entry of lissom's log as it was written. */
  entry?: Readonly<Record<string, unknown>>;
}

const PATIENCE_MS = 30_000;

/** One run of lissom, with all that was seen of it. */
export class Life {
  readonly notes: Note[] = [];
  /** The exit code as whoever started lissom sees it. */
  readonly exitCode: Promise<number>;
  private readonly child: ChildProcess;
  private readonly place: Place;
  private readonly listeners = new Set<() => void>();
  private hasEnded = false;

  /** @param words lissom's options and the command @param env variables beside those of this process */
  constructor(place: Place, body: Body, words: readonly string[], env: NodeJS.ProcessEnv) {
    const [program = "", ...rest] = [...place.words, ...body.argv, ...words];
    this.place = place;
    this.child = spawn(program, rest, {
      env: { ...withoutSettings(), ...env, LISSOM_LOG_LEVEL: "trace" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    eachLine(this.child.stdout, (line) => this.note("application", line));
    eachLine(this.child.stderr, (line) => this.readLog(line));
    this.exitCode = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code) => {
        this.hasEnded = true;
        for (const listener of this.listeners) listener();
        resolve(code ?? -1);
      });
    });
  }

  /** Notes what happens now. */
  note(who: Note["who"], text: string): void {
    this.add({ timeMs: Date.now(), who, text });
  }

  /** Waits until something was seen. @throws Error named `what` where it does not come */
  until(what: string, isIt: (note: Note) => boolean): Promise<Note> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => done(new Error(what)), PATIENCE_MS);
      const look = () => {
        const found = this.notes.find(isIt);
        if (found !== undefined) done(found);
        else if (this.hasEnded) done(new Error(what));
      };
      const done = (result: Note | Error) => {
        clearTimeout(timer);
        this.listeners.delete(look);
        if (result instanceof Error) reject(result);
        else resolve(result);
      };
      this.listeners.add(look);
      look();
    });
  }

  /** The first entry of lissom's log with this event's name. */
  entry(event: string): Note | undefined {
    return this.notes.find(({ entry }) => entry?.event === event);
  }

  /** Asks for a stop as a container engine does. */
  stop(): void {
    this.note("you", "send SIGTERM to lissom, as docker stop does");
    send(lissomPid(this.child, this.place), "SIGTERM");
  }

  /** Ends what is left in a hurry. */
  abort(): void {
    // The kernel ends a namespace with its PID 1; a subreaper has to end its processes itself.
    if (this.child.exitCode === null)
      send(this.child.pid, this.place.words.length > 0 ? "SIGKILL" : "SIGTERM");
  }

  private readLog(line: string): void {
    if (!line.startsWith('{"level":')) {
      this.note("application", line);
      return;
    }
    const entry: Record<string, unknown> = JSON.parse(line);
    const { level: _level, time, pid: _pid, hostname: _hostname, event: _event, msg, ...fields } = entry;
    const shown = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
    this.add({ timeMs: Number(time), who: "lissom", text: [msg, ...shown].join("  "), entry });
  }

  private add(note: Note): void {
    this.notes.push(note);
    for (const listener of this.listeners) listener();
  }
}

/** What is shown must not depend on how the viewer has set lissom; and `node` is the one that runs this. */
function withoutSettings(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith("LISSOM_"));
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
}

function eachLine(stream: Readable | null, take: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on("line", take);
}
