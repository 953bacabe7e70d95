import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import type { Readable } from "node:stream";
import { fixture } from "./fixtures.ts";
import type { Init } from "./inits.ts";
import type { Options, Place } from "./options.ts";
import { patienceMs, poll, within } from "./poll.ts";
import { childrenOf, outerPid } from "./proc.ts";

/** How to start an init; only `command` must be given. */
export interface Setup {
  /** The program under the init, with its arguments. */
  command: string[];
  place?: Place;
  options?: Options;
  /** Words for the init that are passed on as they are, behind those of `options`. */
  flags?: string[];
  /** Whether "--" stands before the command; it does unless this is false. */
  separator?: boolean;
  /** Words in front of the init that set the scene inside the namespace (chain loading). */
  before?: string[];
  /** Words in front of the launcher, outside the namespace. */
  around?: string[];
  /** The program that makes the namespace, with its first arguments. */
  launcher?: string[];
  env?: Record<string, string>;
  stdin?: "pipe" | "ignore" | number;
  stderr?: "pipe" | number;
}

/** How the init ended: with an exit code or of a signal. */
export interface Ended {
  code?: number;
  signal?: number;
}

/** A started init. Disposing of it kills its whole PID namespace. */
export class Run implements AsyncDisposable {
  out = "";
  err = "";
  notes = "";
  /** Whether all writers of the init's stdout are gone. */
  outClosed = false;
  readonly gone: Promise<void>;
  private found: number | undefined;

  constructor(
    readonly process: ChildProcess,
    readonly place: Place,
  ) {
    collect(process.stdout, (text) => {
      this.out += text;
    });
    collect(process.stderr, (text) => {
      this.err += text;
    });
    collect(process.stdio[3] as Readable, (text) => {
      this.notes += text;
    });
    process.stdout?.on("end", () => {
      this.outClosed = true;
    });
    process.stdin?.on("error", () => undefined); // EPIPE: who does not read his input may do so.
    this.gone = new Promise((resolve) => process.on("close", () => resolve()));
  }

  /** The pid, as seen from here, of PID 1 of the namespace: the init itself, or its parent with place "child". */
  async first(): Promise<number> {
    const note = await poll(`a namespace (${this.err.trim()})`, () => this.notes.match(/^pid (\d+)$/m));
    return Number(note[1]);
  }

  /** The pid of the init as seen from here; also after its end, if it was asked for before. */
  async pid(): Promise<number> {
    const first = await this.first();
    this.found ??=
      this.place === "pid1" ? first : await poll("the init's process", () => childrenOf(first)[0]);
    return this.found;
  }

  /** Sends a signal, by number, to the init; false when it has ended already. */
  async signal(signo: number): Promise<boolean> {
    return this.hasEnded() ? false : kill(await this.pid(), signo);
  }

  /** The pid, as seen from here, of the fixture called `name`, once it is ready. */
  async pidOf(name: string): Promise<number> {
    const ready = await this.says(new RegExp(`${name} ready (\\d+)`));
    const first = await this.first();
    return poll(`the process of ${name}`, () => outerPid(first, Number(ready[1])));
  }

  /** Waits until stdout matches. */
  says(pattern: RegExp, deadlineMs = patienceMs): Promise<RegExpMatchArray> {
    return poll(`stdout ${pattern}`, () => this.out.match(pattern), deadlineMs).catch((error: Error) => {
      throw new Error(
        `${error.message}, but ${JSON.stringify(this.out.slice(-300))} ${this.ending()}${this.err}`,
      );
    });
  }

  /** Waits until the init's own text on stderr matches. */
  complains(pattern: RegExp, deadlineMs = patienceMs): Promise<RegExpMatchArray> {
    return poll(`stderr ${pattern}`, () => this.err.match(pattern), deadlineMs);
  }

  /** Waits for the end of the init itself. */
  async ended(deadlineMs = patienceMs): Promise<Ended> {
    await poll("the end of the init", () => this.hasEnded(), deadlineMs);
    const status = Number(this.notes.match(/^status (\d+)$/m)?.[1]);
    return (status & 127) === 0 ? { code: status >> 8 } : { signal: status & 127 };
  }

  /** Whether the init has ended. */
  hasEnded(): boolean {
    return /^status \d+$/m.test(this.notes);
  }

  /** Waits for the end of the init and of all output; then `out` and `err` are whole. */
  async finished(deadlineMs = patienceMs): Promise<Ended> {
    const ended = await this.ended(deadlineMs);
    if (this.place === "pid1") await within("the end of the output", this.gone, deadlineMs);
    else await this[Symbol.asyncDispose]();
    return ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const first = await this.firstOrNone();
    if (this.place === "child" || !this.hasEnded()) kill(first);
    if (this.place === "pid1" && !this.hasEnded()) kill(this.process.pid);
    this.process.stdin?.destroy();
    await within("the end of the namespace", this.gone);
    const report = this.err.match(/^.*(ERROR: AddressSanitizer|runtime error:).*$/m);
    if (report !== null) throw new Error(report[0]);
  }

  /** As `first`, but 0 where the launcher has ended without one. Its note may come later than what its command says. */
  private async firstOrNone(): Promise<number> {
    const { process } = this;
    const known = () => this.notes.match(/^pid (\d+)$/m)?.[1];
    const isOver = () =>
      process.pid === undefined || process.exitCode !== null || process.signalCode !== null;
    return Number(await poll("the launcher's note", () => known() ?? (isOver() && (known() ?? "0"))));
  }

  private ending(): string {
    return this.hasEnded() ? `(the init has ended: ${this.notes.match(/^status (\d+)$/m)?.[1]}) ` : "";
  }
}

/** A PATH that every user can search, unlike the tester's own, which may lead into a home folder. */
const searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Starts `init` over a command in a fresh PID namespace. */
export function start(init: Init, setup: Setup): Run {
  const place = setup.place ?? "pid1";
  const [program = "", ...words] = [
    ...(setup.around ?? []),
    ...(setup.launcher ?? [fixture("launch"), place]),
    ...(setup.before ?? []),
    ...initWords(init, setup),
  ];
  const env = { PATH: searchPath, LANG: "C", ...init.env, ...setup.env };
  const stdio = [setup.stdin ?? "ignore", "pipe", setup.stderr ?? "pipe", "pipe"] as const;
  return new Run(spawn(program, words, { env, stdio: [...stdio] }), place);
}

let namespaceGap: { reason?: string } | undefined;

/** Why no test can have a PID namespace here, or undefined; found out once a process. */
export function whyNoNamespace(): string | undefined {
  namespaceGap ??= tryNamespace();
  return namespaceGap.reason;
}

function tryNamespace(): { reason?: string } {
  const { status, stderr, error } = spawnSync(fixture("launch"), ["pid1", "true"], {
    stdio: ["ignore", "ignore", "pipe", "ignore"],
    encoding: "utf8",
  });
  return status === 0 ? {} : { reason: `no PID namespace: ${error?.message ?? stderr.trim()}` };
}

/** The words that run a command under `init`. */
export function initWords(init: Init, setup: Setup): string[] {
  const flags = [...init.flags(setup.options ?? {}, setup.place ?? "pid1"), ...(setup.flags ?? [])];
  const separator = (setup.separator ?? init.separator ?? true) ? ["--"] : [];
  return [...init.argv, ...flags, ...separator, ...setup.command];
}

function collect(stream: Readable | null, take: (text: string) => void): void {
  stream?.setEncoding("latin1").on("data", take);
}

/** Whether there was such a process; that it has ended just before is no error of a test. */
function kill(pid: number | undefined, signo = 9): boolean {
  try {
    return pid ? process.kill(pid, signo) : false;
  } catch {
    return false;
  }
}
