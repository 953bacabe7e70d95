import { existsSync } from "node:fs";
import { constants } from "node:os";
import type { execa as Execa, Options } from "execa";
import { Errno } from "../core/exec-failure.ts";
import { ExitCode } from "../core/wait-status.ts";
import { errnoOf, explain, type Failure, type Place, whyNotRunnable } from "./command-file.ts";
import type { Stdio } from "./descriptors.ts";
import { pathToHere } from "./working-directory.ts";

const SHELL = "/bin/sh";
/** No process could be made, whatever the command is. */
const NO_PROCESS: readonly number[] = [Errno.Again, Errno.NoMemory];

/** What a command is started with; what is left out is as in this process. */
export interface StartOptions {
  env?: NodeJS.ProcessEnv | undefined;
  cwd?: string | undefined;
  stdio?: readonly Stdio[] | undefined;
  /** Whether the sockets that this process was handed, if any, are for the command. Default true. */
  takesSockets?: boolean;
}

/** Told how the start went and, later, how the command ended. */
export interface StartListener {
  onStarted(pid: number): void;
  onFailed(failure: Failure): void;
  /** `waitStatus` as wait4(2) packs it. */
  onEnded(pid: number, waitStatus: number): void;
}

/** Starts a command as the leader of a new session. A failure is told later, a success before this returns. */
export function start(
  execa: typeof Execa,
  command: readonly string[],
  options: StartOptions,
  listener: StartListener,
): void {
  const name = command[0] ?? "";
  const place: Place = { env: { ...process.env, ...options.env }, cwd: options.cwd };
  const failure = whyNotRunnable(name, place);
  if (failure !== undefined) {
    queueMicrotask(() => listener.onFailed(failure));
    return;
  }
  const takesSockets = options.takesSockets ?? true;
  const cwd = options.cwd ?? pathToHere();
  const [file = "", ...words] = takesSockets ? withListenPid(command, place.env) : command;
  const subprocess = execa(file, words, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    // execa's type wants a tuple of which it must know the length.
    stdio: (options.stdio ?? "inherit") as Options["stdio"],
    detached: true,
    cleanup: false,
    buffer: false,
    reject: false,
  });
  const { pid } = subprocess;
  if (pid === undefined) {
    void subprocess.then(({ cause }) => listener.onFailed(explainFailure(name, place, cause)));
    return;
  }
  subprocess.once("exit", (code, signal) => listener.onEnded(pid, waitStatus(code, signal)));
  listener.onStarted(pid);
}

/**
 * Sockets are for the process whose pid LISTEN_PID names (sd_listen_fds(3)). Node learns a pid only once the program
 * runs, so a shell, which becomes the program, sets it.
 */
function withListenPid(command: readonly string[], env: NodeJS.ProcessEnv): readonly string[] {
  if (env.LISTEN_FDS === undefined || !existsSync(SHELL)) return command;
  return [SHELL, "-c", 'export LISTEN_PID=$$; exec "$@"', SHELL, ...command];
}

function explainFailure(name: string, place: Place, cause: unknown): Failure {
  const errno = errnoOf(cause);
  // Node refuses some things before it asks the kernel, such as a zero byte in an argument.
  if (errno === undefined) return { exitCode: ExitCode.OwnFailure, errno: 0, detail: String(cause) };
  const failure = explain(name, place, errno);
  return NO_PROCESS.includes(errno) ? { ...failure, exitCode: ExitCode.OwnFailure } : failure;
}

function waitStatus(code: number | null, signal: NodeJS.Signals | null): number {
  return signal === null ? (code ?? 0) << 8 : constants.signals[signal];
}
