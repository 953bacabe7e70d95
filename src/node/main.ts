/** The Node body as a program: what `lissom --engine node` runs. */
import { writeSync } from "node:fs";
import { VERSION } from "../core/help.ts";
import { Event } from "../core/log-events.ts";
import { ExitCode } from "../core/wait-status.ts";
import { Body } from "./body.ts";
import { readCommandLine } from "./command-line.ts";
import { closeDescriptors, handOn, inheritedDescriptors, releaseStdio } from "./descriptors.ts";
import { exit } from "./exit.ts";
import { kernel } from "./kernel.ts";
import { Log } from "./log.ts";
import { SignalSource } from "./signal-source.ts";
import { workingDirectory } from "./working-directory.ts";

/**
 * Runs the command that the words of the command line, the program's name excepted, and the environment ask for. Ends
 * the process.
 */
export async function main(words: readonly string[]): Promise<void> {
  const signals = new SignalSource();
  const line = readCommandLine(words, process.env);
  if (line.error.length > 0) return leave(2, `lissom: ${line.error}\n`, ExitCode.OwnFailure);
  if (line.settings.help) return leave(1, line.helpText(), 0);
  if (line.settings.version) return leave(1, `lissom ${VERSION}\n`, 0);
  const log = new Log(line.settings, (signo) => signals.passOverNext(signo));
  let inherited: number[] = [];
  const body = new Body(line.settings, {
    signals,
    isProgram: true,
    log: (effect, detail) => log.write(effect, detail),
    started: () => letGo(inherited),
    exit,
  });
  if (line.warning.length > 0) body.report(Event.VariableUnknown, line.warning);
  const { execa } = await import("execa");
  // One turn of the event loop: a stop request that has come by now is seen, and nothing is started.
  await new Promise(setImmediate);
  inherited = inheritedDescriptors();
  // Node has done so for the first sixteen only. The command is handed them all, hooks are not.
  if (line.settings.hooks.length > 0) for (const fd of inherited) kernel()?.closeOnExec(fd);
  process.on("uncaughtException", ({ message }) => body.report(Event.HeadFault, message));
  const options = { stdio: handOn(inherited) };
  body.begin({ execa, words: line.command, options, folder: workingDirectory() });
}

/** Pins no mount, and keeps no pipe open but stderr. */
function letGo(inherited: readonly number[]): void {
  closeDescriptors(inherited);
  releaseStdio();
  process.chdir("/");
}

/** Ends with a text on a descriptor; that nobody reads it is no reason to fail otherwise. */
function leave(fd: number, text: string, exitCode: number): void {
  try {
    writeSync(fd, text);
  } catch {
    // EPIPE or EBADF.
  }
  process.exit(exitCode);
}
