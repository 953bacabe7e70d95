import { constants, tmpdir } from "node:os";
import { execa } from "execa";

/** What a finished program left behind. `exitCode` follows the shell: 128+n where signal n ended the program. */
export interface Outcome {
  exitCode: number;
  stdout: string;
  stderr: string;
  /** Wall-clock time from start to end, in milliseconds. */
  durationMs: number;
}

/** Settings of `execute`. */
export interface ExecuteOptions {
  env?: Record<string, string>;
  cwd?: string;
  /** Text for standard input, which is empty otherwise. */
  input?: string;
  /** After this many milliseconds the program is killed and the call fails. */
  deadlineMs?: number;
}

/** Runs a program to its end and reports how it went; fails only if it cannot start or misses its deadline. */
export async function execute(argv: readonly string[], options: ExecuteOptions = {}): Promise<Outcome> {
  const [file = "", ...args] = argv;
  const { deadlineMs = 60_000, input = "", ...rest } = options;
  // conmon leaves a file "oom" where podman was called.
  const result = await execa(file, args, {
    cwd: tmpdir(),
    ...rest,
    input,
    reject: false,
    timeout: deadlineMs,
  });
  const exitCode =
    result.exitCode ?? (result.signal === undefined ? undefined : 128 + signalNumber(result.signal));
  if (result.timedOut || exitCode === undefined) {
    throw new Error(`${describe(argv)}: ${result.shortMessage}\n${result.stdout}\n${result.stderr}`);
  }
  return { exitCode, stdout: result.stdout, stderr: result.stderr, durationMs: result.durationMs };
}

/** As `execute`, and returns standard output without the last line end; an exit code other than 0 is an error. */
export async function executeWell(argv: readonly string[], options: ExecuteOptions = {}): Promise<string> {
  const outcome = await execute(argv, options);
  if (outcome.exitCode !== 0) {
    throw new Error(`${describe(argv)}: exit ${outcome.exitCode}\n${outcome.stdout}\n${outcome.stderr}`);
  }
  return outcome.stdout;
}

function describe(argv: readonly string[]): string {
  return argv.join(" ").slice(0, 400);
}

function signalNumber(name: NodeJS.Signals): number {
  return constants.signals[name];
}
