/** The launcher: chooses the body that runs the command. */
import { writeSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Engine, Level } from "../core/settings.ts";
import { quote } from "../core/usage.ts";
import { ExitCode } from "../core/wait-status.ts";
import { scan } from "../node/command-line.ts";
import { install } from "./install.ts";
import { loadBody } from "./load-body.ts";
import { becomeNative, wrapNative } from "./native.ts";
import { nativeFile, whyUnusable } from "./native-file.ts";

/**
 * Runs lissom with the words of its command line, the program's name excepted. Ends the process, or becomes another.
 */
export async function launch(words: readonly string[]): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const file = nativeFile(root);
  const { parser, command } = scan(words, process.env);
  const { settings, error } = parser;
  const rest = () => withoutEngine(words, words.length - command.length);
  if (error.length > 0) return fail(error);
  if (settings.install.length > 0) return installNative(file, settings.install);
  if (settings.engine === Engine.Node) return runNodeBody(rest());
  const reason = whyUnusable(file);
  if (reason === undefined) return runNative(file, words);
  if (settings.engine === Engine.Native)
    return fail(`no native body: ${quote(file)}: ${reason}; use --engine node`);
  if (settings.logLevel <= Level.Warn)
    complain(`warn: no native body, using Node's: ${quote(file)}: ${reason}`);
  return runNodeBody(rest());
}

/** The launcher's own option is not for the bodies; without others, the Node body needs no library to read them. */
function withoutEngine(words: readonly string[], commandAt: number): string[] {
  const isEngine = (index: number) => index >= 0 && index < commandAt && words[index] === "--engine";
  const isPart = (word: string, index: number) =>
    isEngine(index) || isEngine(index - 1) || (index < commandAt && word.startsWith("--engine="));
  return words.filter((word, index) => !isPart(word, index));
}

async function runNodeBody(words: readonly string[]): Promise<void> {
  await loadBody(fileURLToPath(new URL(".", import.meta.url))).main(words);
}

function runNative(file: string, words: readonly string[]): void {
  if (!becomeNative(file, words))
    wrapNative(file, words, (reason) => fail(`cannot run ${quote(file)}: ${reason}`));
}

function installNative(file: string, target: string): void {
  try {
    install(file, target);
  } catch (error) {
    fail(`cannot install: ${quote(target)}: ${(error as Error).message}`);
  }
}

function fail(line: string): void {
  complain(line);
  process.exit(ExitCode.OwnFailure);
}

/** One line on stderr; where nobody can read it, none. */
function complain(line: string): void {
  try {
    writeSync(2, `lissom: ${line}\n`);
  } catch {
    // EAGAIN, EPIPE or EBADF: the exit code says it too.
  }
}
