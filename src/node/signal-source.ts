import { constants } from "node:os";
import { Signal } from "../core/signals.ts";

/**
 * Receives every signal that Node can listen for.
 *
 * From the construction on none of them takes its default effect. Node delivers them from its event loop, so those
 * that come before the handlers are set wait, as long as no turn of the loop ends.
 */
export class SignalSource {
  /** Told of each signal but SIGCHLD, by its number. */
  onSignal: (signo: number) => void = () => undefined;
  /** Told of SIGCHLD, after libuv has looked for its own children. */
  onChild: () => void = () => undefined;
  private readonly names = listenable();
  private wasContinued = false;
  private readonly own = new Map<number, number>();

  /** @param except signals that keep their effect, by number */
  constructor(except: readonly number[] = []) {
    for (const signo of except) this.names.delete(signo);
    process.on("SIGCHLD", this.child);
    for (const name of this.names.values()) process.on(name, this.forward);
  }

  /** Passes over the next arrival of a signal: this process has raised it itself. */
  passOverNext(signo: number): void {
    this.own.set(signo, (this.own.get(signo) ?? 0) + 1);
  }

  /**
   * Stops this process with a signal's default effect. Where nothing could stop it, no CONT came either: its handler
   * would have run in the turn of the loop between.
   *
   * @param onRefused told so
   */
  suspendSelf(signo: number, onRefused: () => void): void {
    const name = this.names.get(signo);
    this.wasContinued = false;
    if (name !== undefined) process.off(name, this.forward);
    process.kill(process.pid, signo);
    if (name !== undefined) process.on(name, this.forward);
    const check = () => this.wasContinued || onRefused();
    setImmediate(() => setImmediate(check));
  }

  /** Receives nothing any more; signals have their default effect again, unless others listen too. */
  close(): void {
    process.off("SIGCHLD", this.child);
    for (const name of this.names.values()) process.off(name, this.forward);
  }

  private readonly forward = (_name: NodeJS.Signals, signo: number): void => {
    if (signo === Signal.Cont) this.wasContinued = true;
    const own = this.own.get(signo) ?? 0;
    if (own === 0) this.onSignal(signo);
    else this.own.set(signo, own - 1);
  };
  private readonly child = (): void => this.onChild();
}

/** Signals by number: some have two names, and a listener for each would hear them twice. */
function listenable(): Map<number, NodeJS.Signals> {
  const byNumber = new Map<number, NodeJS.Signals>();
  for (const [name, signo] of Object.entries(constants.signals)) {
    const isTaken = signo === Signal.Kill || signo === Signal.Stop || signo === Signal.Chld;
    if (!isTaken && !byNumber.has(signo)) byNumber.set(signo, name as NodeJS.Signals);
  }
  return byNumber;
}
