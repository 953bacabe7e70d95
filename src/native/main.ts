/** The native body: reads the settings, starts the command, and lets the head decide from then on. */
import { ByteWriter } from "../core/byte-writer.ts";
import { HELP_MAX, writeHelp, writeLicense, writeVersion } from "../core/help.ts";
import { Engine } from "../core/settings.ts";
import { Supervisor } from "../core/supervisor.ts";
import { Body } from "./body.ts";
import { TRANSIENT_END, takeBuffers } from "./buffers.ts";
import { confess } from "./command.ts";
import { runHelper } from "./helpers.ts";
import { Log } from "./log.ts";
import { Loop } from "./loop.ts";
import { CommandLine, readCommandLine } from "./options.ts";
import { runChild, start as startAll } from "./start.ts";
import { exit, processId, release, write } from "./system.ts";

let loop: Loop | null = null;
/** The last of all that is made when the modules are loaded: its zeros need no place in the file. */
const LINE: ByteWriter = new ByteWriter(2048);

/** Reads what lissom was told and starts the command. The hands have blocked every signal before. */
export function start(): void {
  takeBuffers();
  const line = readCommandLine();
  const parser = line.parser;
  const settings = parser.settings;
  const log = new Log(settings.logFormat, LINE);
  if (parser.error.length === 0) {
    show(line);
    refuseLauncherOptions(line);
  }
  if (parser.error.length > 0) {
    log.plain(parser.error);
    exit(settings.ownFailureCode);
  }
  const pid = processId();
  const body = new Body(new Supervisor(settings, pid === 1, pid), log, line);
  // Before there is a child, which then allocates alone.
  loop = new Loop(body);
  startAll(body, line);
}

/** Becomes the command, in the child. Comes back where that failed. */
export function child(): void {
  runChild();
}

/** Does what a helper does, in its own process. Apart from `child`, whose code stays in memory. Comes back where that failed. */
export function helper(): void {
  runHelper();
}

/** Ends a child that could not become what it should. */
export function giveUp(report: i32): void {
  confess(report);
}

/** Serves the command to its end, and does not come back. Apart from `start`, so that the start's code can be given back. */
export function serve(): void {
  // What the modules made when they were loaded comes back from the file as it was then: `start` must not change it.
  release(0, TRANSIENT_END as i32);
  const started = loop;
  if (started !== null) started.serve();
}

/** Prints what was asked for instead of running a command, and ends lissom. */
function show(line: CommandLine): void {
  const settings = line.parser.settings;
  const text = new ByteWriter(HELP_MAX);
  if (settings.help) writeHelp(text, line.personality);
  else if (settings.version) writeVersion(text, line.personality);
  else if (settings.license) writeLicense(text);
  else return;
  write(1, text.bytes.dataStart, text.length);
  exit(0);
}

/** Two options are for the launcher of the npm package, which this executable runs without. */
function refuseLauncherOptions(line: CommandLine): void {
  const settings = line.parser.settings;
  if (settings.engine === Engine.Node)
    line.parser.fail("this executable is the native engine; --engine node needs the npm package");
  if (settings.install.length > 0)
    line.parser.fail("this executable is what --install of the npm package copies; copy it with cp");
}
