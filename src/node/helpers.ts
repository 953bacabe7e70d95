import { fstatSync } from "node:fs";
import { Helper } from "../core/effects.ts";
import type { Hook } from "../core/hook.ts";
import { Signal } from "../core/signals.ts";
import type { Supervisor } from "../core/supervisor.ts";
import { ExitCode } from "../core/wait-status.ts";
import type { Place } from "./command-file.ts";
import { hookVariables } from "./hook-variables.ts";
import type { Command } from "./main-process.ts";
import { start } from "./start.ts";
import { orRoot, workingDirectory } from "./working-directory.ts";

const STDERR = 2;

/** Told what becomes of helpers; never before `start` has returned. */
export interface HelperListener {
  /** A process has ended by itself and was waited for; `waitStatus` as wait4(2) packs it. */
  onExited(pid: number, waitStatus: number): void;
  /** A process that was killed has ended and was waited for. */
  onKilled(): void;
  /** What is no process has ended, and nobody had ended it; `cause` is why, where it failed. */
  onEnded(exitCode: number, cause: string): void;
  onCounted(connections: number): void;
}

/** Where the programs of hooks are looked up and run, and with what. */
export function placeOf({ options, folder }: Command): Place {
  // As long as this process is there, no path has to lead there: one that does may be closed to its user.
  const cwd = folder === workingDirectory() ? undefined : folder;
  return { env: { ...process.env, ...options.env }, cwd };
}

/**
 * What runs beside the command: the processes of hooks, and, in this process, requests and the watch on connections.
 * There is one at a time that is asked for; processes of those before may be left.
 */
export class Helpers {
  private readonly supervisor: Supervisor;
  private readonly listener: HelperListener;
  private readonly pids = new Set<number>();
  private readonly dying = new Set<number>();
  private lastTask = 0;
  /** What is no process, by the number that the head has for it; 0 for none. */
  private task = 0;
  private abort = new AbortController();

  constructor(supervisor: Supervisor, listener: HelperListener) {
    this.supervisor = supervisor;
    this.listener = listener;
  }

  /** Whether a process is a hook's that was not waited for yet. */
  has(pid: number): boolean {
    return this.pids.has(pid);
  }

  /** Whether one that was killed was not waited for yet. It is no leftover. */
  get isDying(): boolean {
    return this.dying.size > 0;
  }

  /** Starts a helper, for Helper.Hook the hook at an index, and tells the head its pid, or a number below 0. */
  start(helper: Helper, index: number, command: Command): void {
    const { settings } = this.supervisor;
    const hook = settings.hooks[index];
    if (helper === Helper.Drain) this.runDrain(settings.drainPorts);
    else if (hook?.isRequest()) this.runRequest(hook);
    else if (hook !== undefined) this.runCommand(hook, command);
  }

  private runCommand(hook: Hook, command: Command): void {
    const place = placeOf(command);
    const env = { ...place.env, ...hookVariables(hook.time, this.supervisor, place.env) };
    const output = isOpen(STDERR) ? STDERR : "ignore";
    const cwd = place.cwd === undefined ? undefined : orRoot(place.cwd);
    const options = { cwd, env, stdio: ["ignore", output, output], takesSockets: false } as const;
    const task = this.begin();
    let pid = 0;
    try {
      start(command.execa, hook.words, options, {
        onStarted: (started) => {
          pid = started;
          this.task = 0;
          this.pids.add(pid);
        },
        onFailed: ({ exitCode, detail }) => this.end(task, exitCode, detail),
        onEnded: (ended, waitStatus) => {
          this.pids.delete(ended);
          if (this.dying.delete(ended)) this.listener.onKilled();
          else this.listener.onExited(ended, waitStatus);
        },
      });
    } catch (error) {
      // Words that no program can have, such as one with a zero byte.
      queueMicrotask(() => this.end(task, ExitCode.OwnFailure, String(error)));
    }
    this.supervisor.helperStarted(pid === 0 ? task : pid);
  }

  private runRequest(hook: Hook): void {
    this.runTask(async (abort) => {
      const { request } = await import("./request.ts");
      const cause = (await request(hook, abort)) ?? "";
      return [cause === "" ? 0 : 1, cause];
    });
  }

  private runDrain(ports: readonly number[]): void {
    this.runTask(async (abort) => {
      const { watchConnections } = await import("./drain.ts");
      const tell = (count: number) => abort.aborted || this.listener.onCounted(count);
      return [(await watchConnections(ports, tell, abort)) ?? 0, ""];
    });
  }

  /** Ends a helper, by what the head has for it, with all that is in its group. Its end is told for a process only. */
  kill(id: number): void {
    if (id === this.task) {
      this.task = 0;
      this.abort.abort();
    } else if (this.pids.has(id)) {
      this.dying.add(id);
      // It has led its group from its start on, so the second is for the case that the kernel refuses the first.
      kill(-id);
      kill(id);
    }
  }

  private begin(): number {
    this.lastTask -= 1;
    this.task = this.lastTask;
    return this.task;
  }

  private end(task: number, exitCode: number, cause: string): void {
    if (task !== this.task) return;
    this.task = 0;
    this.listener.onEnded(exitCode, cause);
  }

  private runTask(work: (abort: AbortSignal) => Promise<[exitCode: number, cause: string]>): void {
    const task = this.begin();
    this.abort = new AbortController();
    this.supervisor.helperStarted(task);
    work(this.abort.signal).then(
      ([exitCode, cause]) => this.end(task, exitCode, cause),
      (error) => this.end(task, 1, String(error)),
    );
  }
}

function kill(target: number): void {
  try {
    process.kill(target, Signal.Kill);
  } catch {
    // ESRCH: it ended before. EPERM: it is another user's by now, and all that can be done was done.
  }
}

/** Node opens /dev/null where one of the first three is closed at its start, but whoever uses the API may close it later. */
function isOpen(fd: number): boolean {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
}
