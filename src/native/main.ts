/** The native body: reads the settings, starts the command, and lets the head decide from then on. */
import { ByteWriter } from "../core/byte-writer.ts";
import { HELP_MAX, writeHelp, writeVersion } from "../core/help.ts";
import { Engine } from "../core/settings.ts";
import { Supervisor } from "../core/supervisor.ts";
import { ExitCode } from "../core/wait-status.ts";
import { TRANSIENT_END, takeBuffers } from "./buffers.ts";
import { Log } from "./log.ts";
import { Loop } from "./loop.ts";
import { CommandLine, readCommandLine } from "./options.ts";
import { exit, processId, release, write } from "./system.ts";

let loop: Loop | null = null;

/** Reads what lissom was told and starts the command. The hands have blocked every signal before. */
export function start(): void {
  takeBuffers();
  const line = readCommandLine();
  const parser = line.parser;
  const settings = parser.settings;
  const log = new Log(settings.logFormat);
  if (parser.error.length === 0 && (settings.help || settings.version)) show(settings.help);
  if (parser.error.length === 0) refuseLauncherOptions(line);
  if (parser.error.length > 0) {
    log.plain(parser.error);
    exit(ExitCode.OwnFailure);
  }
  const pid = processId();
  const started = new Loop(line, new Supervisor(settings, pid === 1, pid), log);
  started.start();
  loop = started;
}

/** Serves the command to its end, and does not come back. Apart from `start`, so that the start's code can be given back. */
export function serve(): void {
  // What the modules made when they were loaded comes back from the file as it was then: `start` must not change it.
  release(0, TRANSIENT_END as i32);
  const started = loop;
  if (started !== null) started.serve();
}

function show(help: bool): void {
  const text = new ByteWriter(HELP_MAX);
  if (help) writeHelp(text);
  else writeVersion(text);
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
