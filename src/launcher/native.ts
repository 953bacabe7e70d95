import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { Signal } from "../core/signals.ts";
import { ExitCode } from "../core/wait-status.ts";
import { closeDescriptors, handOn, inheritedDescriptors, releaseStdio } from "../node/descriptors.ts";
import { kernel } from "../node/kernel.ts";
import { SignalSource } from "../node/signal-source.ts";

/** What a terminal sends to its foreground group by itself. */
const FROM_TERMINAL: readonly number[] = [Signal.Hup, Signal.Int, Signal.Quit, Signal.Tstp, 28];

const STOPS: readonly number[] = [Signal.Tstp, Signal.Ttin, Signal.Ttou];

/** Node 22.15 and later. */
type Execve = (file: string, args: readonly string[], env: NodeJS.ProcessEnv) => never;

/** Replaces this process by the native body. @returns false where this Node cannot do that */
export function becomeNative(file: string, words: readonly string[]): boolean {
  const { execve } = process as { execve?: Execve };
  if (execve === undefined) return false;
  // Node ignores these two, and ignored signals stay so in the next program; those with a handler do not.
  process.on("SIGPIPE", () => undefined);
  process.on("SIGXFSZ", () => undefined);
  // Node closes what it inherited with the next program; the command is to get it.
  for (const fd of inheritedDescriptors()) kernel()?.keepOpenOnExec(fd);
  execve.call(process, file, ["lissom", ...words], process.env);
  return true;
}

/**
 * Runs the native body as a child and is nothing but a pipe to it: passes on signals, ends as it ends, stops as it
 * stops. Without a terminal it has a session of its own, so that a signal to this process's group reaches it once.
 * With one it stays in the group, as job control needs; then what the terminal sends to the group reaches it anyway.
 *
 * @param onFailed told why it could not be started
 */
export function wrapNative(file: string, words: readonly string[], onFailed: (reason: string) => void): void {
  const signals = new SignalSource();
  const inherited = inheritedDescriptors();
  const detached = terminal() === undefined;
  const child = spawn(file, words, { stdio: [...handOn(inherited)], detached, argv0: "lissom" });
  closeDescriptors(inherited);
  releaseStdio();
  process.chdir("/");
  const { pid } = child;
  child.once("error", ({ message }) => onFailed(message));
  child.once("exit", (code, signal) => endAs(signals, code, signal));
  if (pid === undefined) return;
  signals.onSignal = (signo) => {
    // With a terminal the native body shares our group and suspends it as a whole. Passed on, its own signal would
    // suspend it a second time, as soon as it was resumed.
    if (STOPS.includes(signo) && !detached) return;
    if (!(FROM_TERMINAL.includes(signo) && terminal() === "ours")) pass(pid, signo);
  };
  signals.onChild = () => {
    // Whoever waits for us, a shell, is to see that the job was stopped. PID 1 cannot be stopped.
    if (!detached && isStopped(pid)) process.kill(process.pid, "SIGSTOP");
  };
}

function pass(pid: number, signo: number): void {
  try {
    process.kill(pid, signo);
  } catch {
    // ESRCH: it has ended, and the event of its end comes next.
  }
}

function endAs(signals: SignalSource, code: number | null, signal: NodeJS.Signals | null): void {
  if (signal !== null) {
    signals.close();
    process.kill(process.pid, signal);
    // PID 1 survives it.
    process.exit(ExitCode.SignalBase + constants.signals[signal]);
  }
  process.exit(code ?? ExitCode.OwnFailure);
}

/** Whose the controlling terminal's foreground is; undefined without one. proc_pid_stat(5). */
function terminal(): "ours" | "others" | undefined {
  const [, , groupId, , device, foreground] = stat("self");
  if (device === undefined || device === "0") return undefined;
  return groupId === foreground ? "ours" : "others";
}

function isStopped(pid: number): boolean {
  return stat(pid)[0] === "T";
}

/** The fields of /proc/PID/stat behind the name: state, parent, group, session, terminal, its foreground group. */
function stat(pid: number | "self"): string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}
