/**
 * Job control: the command's group gets the terminal in the place of lissom's own, and only then, and gives it back.
 * Groups of other namespaces have no numbers here; a terminal that belongs to them stays as it is.
 */
import { groupId, leaveTerminal, processId, setTerminalGroup, signalWait, terminalGroup } from "./system.ts";

const STDIN: i32 = 0;
const STDERR: i32 = 2;

/** The controlling terminal, on stdin or, where that is a pipe, on stderr. */
export class Terminal {
  /** A descriptor of it; kept open as long as `isControlled`. */
  fd: i32 = STDIN;
  /** Whether there is one whose foreground group lissom can set. */
  isControlled: bool = false;
  /** Whether the command must stay in lissom's group, since the terminal's groups are those of another namespace. */
  isForeign: bool = false;
  private ownGroup: i32 = 0;
  private foreground: i32 = 0;

  /** Looks for the terminal. Call it before the command is started. */
  find(): void {
    if (terminalGroup(STDIN) < 0) this.fd = STDERR;
    this.foreground = terminalGroup(this.fd);
    if (this.foreground < 0) return;
    this.ownGroup = groupId(0);
    this.isForeign = this.ownGroup === 0;
    this.isControlled = !this.isForeign;
  }

  /** Whether the command is to be started in the foreground: lissom was. */
  isForeground(): bool {
    return this.mayGive() && this.foreground === this.ownGroup;
  }

  /**
   * Whether the terminal may be given away without being asked for. Where stdin is a pipe, the rest of lissom's job may
   * be what reads the terminal, and must get its ^C; unless lissom leads the job.
   */
  mayGive(): bool {
    return this.isControlled && (this.fd === STDIN || this.ownGroup === processId());
  }

  /**
   * Gives up the terminal, for a command that takes it in a session of its own. Where lissom leads its session the
   * kernel sends HUP and CONT for that, which are not meant for the command: they are taken from what waits.
   * @param info 128 bytes
   */
  leave(info: usize): void {
    if (!this.isControlled) return;
    leaveTerminal(this.fd);
    signalWait(1, 0, info);
    signalWait(1 << 17, 0, info);
    this.isControlled = false;
  }

  /** Gives the terminal to a group if lissom's own group holds it. @returns whether it did */
  handOver(group: i32): bool {
    if (!this.isControlled || terminalGroup(this.fd) !== this.ownGroup) return false;
    setTerminalGroup(this.fd, group);
    return true;
  }

  /**
   * Takes the terminal back from a group: what runs after lissom must not find it in the hands of one that has ended.
   * @returns whether the group held it
   */
  takeBack(group: i32): bool {
    if (!this.isControlled || terminalGroup(this.fd) !== group) return false;
    setTerminalGroup(this.fd, this.ownGroup);
    return true;
  }
}
