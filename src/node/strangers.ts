import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { childrenOfThisThread } from "./process-table.ts";

/**
 * The children of this process that are not supervised, since somebody else waits for them: taking the status of a
 * child that libuv waits for would leave its owner waiting for ever.
 */
export class Strangers {
  /** As of the last `refresh`. */
  readonly pids = new Set<number>();
  private readonly unannounced: ReadonlySet<number>;
  private readonly created: ChildProcess[] = [];
  private readonly onEnd: () => void;

  /** Takes every child that is there now for a stranger. @param onEnd told when one has ended and was waited for */
  constructor(onEnd: () => void) {
    this.onEnd = onEnd;
    this.unannounced = new Set(childrenOfThisThread());
    for (const pid of this.unannounced) this.pids.add(pid);
    subscribe("child_process", this.onCreated);
  }

  /** No longer follows what Node starts. */
  close(): void {
    unsubscribe("child_process", this.onCreated);
  }

  /** Looks at what Node has started since, which had no pid yet when it was announced. @param isOurs tells those that are none */
  refresh(isOurs: (pid: number) => boolean): ReadonlySet<number> {
    for (const child of this.created.splice(0)) {
      const { pid } = child;
      if (pid === undefined || isOurs(pid) || child.exitCode !== null || child.signalCode !== null) continue;
      this.pids.add(pid);
      child.once("exit", () => this.forget(pid));
    }
    return this.pids;
  }

  /** Whether nobody has said that Node started the process, so that it may be an orphan from before. */
  isUnannounced(pid: number): boolean {
    return this.unannounced.has(pid);
  }

  /** The process with this pid has ended, or nobody waits for it. */
  forget(pid: number): void {
    if (this.pids.delete(pid)) this.onEnd();
  }

  private readonly onCreated = (message: unknown): void => {
    this.created.push((message as { process: ChildProcess }).process);
  };
}
