import type { execa as Execa } from "execa";
import type { Ending } from "../core/ending.ts";
import { ExitCode } from "../core/wait-status.ts";
import type { Failure } from "./command-file.ts";
import { MemoryKills } from "./memory-kills.ts";
import { ResourceUse } from "./resource-use.ts";
import { type StartOptions, start } from "./start.ts";

/** What is to be run, and what runs it. */
export interface Command {
  execa: typeof Execa;
  /** The program and its arguments. */
  words: readonly string[];
  options: StartOptions;
  /** Where its hooks run: a path, or undefined for the working directory of this process, whatever it is by then. */
  folder: string | undefined;
}

/** Told of the main process. */
export interface MainListener {
  /** Called before `start` returns. */
  onStarted(pid: number): void;
  onFailed(failure: Failure): void;
  /** `memoryKills` is how many processes the kernel has killed meanwhile as memory had run out. */
  onEnded(pid: number, waitStatus: number, memoryKills: number): void;
}

/** The process of the command, and what is known of it beyond its status. */
export class MainProcess {
  /** 0 before it is started and once it was waited for. */
  pid = 0;
  private readonly ending: Ending;
  private readonly use: ResourceUse | undefined;
  private memoryKills: MemoryKills | undefined;

  /** @param ending where it is written down what the process used @param tellsUse whether that is asked for */
  constructor(ending: Ending, tellsUse: boolean) {
    this.ending = ending;
    this.use = tellsUse ? new ResourceUse() : undefined;
  }

  /** @throws TypeError for words that execa does not take, where it `mayThrow`; else that is a failure as any other */
  start({ execa, words, options }: Command, listener: MainListener, mayThrow: boolean): void {
    this.memoryKills = new MemoryKills();
    try {
      start(execa, words, options, {
        onStarted: (pid) => {
          this.pid = pid;
          this.use?.passOver();
          listener.onStarted(pid);
        },
        onFailed: listener.onFailed,
        onEnded: (pid, waitStatus) => {
          this.pid = 0;
          this.use?.note(this.ending);
          // What ends well has not run out of memory, and is spared the look.
          listener.onEnded(pid, waitStatus, waitStatus === 0 ? 0 : (this.memoryKills?.count() ?? 0));
        },
      });
    } catch (error) {
      if (mayThrow) throw error;
      const failure = { exitCode: ExitCode.OwnFailure, errno: 0, detail: String(error) };
      queueMicrotask(() => listener.onFailed(failure));
    }
  }

  /** Another child was waited for: what that one used is not this one's. */
  passOverOther(): void {
    if (this.pid !== 0) this.use?.passOver();
  }
}
