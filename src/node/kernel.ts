import { loadKoffi } from "./load.ts";

const PR_SET_PDEATHSIG = 1;
const PR_SET_CHILD_SUBREAPER = 36;
const P_ALL = 0;
const P_PID = 1;
const WNOHANG = 1;
const WSTOPPED = 2;
const WEXITED = 4;
const WNOWAIT = 0x0100_0000;
/** Children of other threads belong to those: a worker's libuv waits for them itself. */
const WNOTHREAD = 0x2000_0000;
const MSG_DONTWAIT = 0x40;
const MSG_NOSIGNAL = 0x4000;
const POLLOUT = 4;
const F_SETFD = 2;
const FD_CLOEXEC = 1;
const RUSAGE_CHILDREN = -1;

type Call = ReturnType<ReturnType<typeof import("koffi").load>["func"]>;

/** What `lookForExited` answers where there is no child at all. */
export const NO_CHILD = -1;

/** The system calls that Node lacks. Each returns at once. */
export class Kernel {
  private readonly prctl: Call;
  private readonly waitid: Call;
  private readonly waitpid: Call;
  private readonly send: Call;
  private readonly poll: Call;
  private readonly fcntl: Call;
  private readonly getrusage: Call;
  private readonly endProcess: Call;
  private readonly errno: () => number;
  /** siginfo_t: si_pid at 16, si_status at 24 on every 64-bit Linux. */
  private readonly siginfo = Buffer.alloc(128);
  private readonly status = Buffer.alloc(4);
  /** struct rusage: two times of 64-bit seconds and microseconds, ru_maxrss at 32. It is 272 bytes in musl. */
  private readonly rusage = Buffer.alloc(272);

  /** @throws Error where koffi has no build for this machine */
  constructor() {
    const koffi = loadKoffi();
    // The C library that Node itself runs on, whatever its name: glibc and musl differ there.
    const libc = koffi.load(null);
    this.prctl = libc.func("int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)");
    this.waitid = libc.func("int waitid(int, unsigned int, void *, int)");
    this.waitpid = libc.func("int waitpid(int, void *, int)");
    this.send = libc.func("long send(int, void *, unsigned long, int)");
    this.poll = libc.func("int poll(void *, unsigned long, int)");
    this.fcntl = libc.func("int fcntl(int, int, int)");
    this.getrusage = libc.func("int getrusage(int, void *)");
    this.endProcess = libc.func("void _exit(int)");
    this.errno = () => koffi.errno();
  }

  /** Makes this process the one that adopts its orphaned descendants, or no longer. @returns errno, 0 for success */
  setSubreaper(on: boolean): number {
    return this.prctl(PR_SET_CHILD_SUBREAPER, on ? 1 : 0, 0, 0, 0) === 0 ? 0 : this.errno();
  }

  /** Asks for a signal when the parent dies. @returns errno, 0 for success */
  setParentDeathSignal(signo: number): number {
    return this.prctl(PR_SET_PDEATHSIG, signo, 0, 0, 0) === 0 ? 0 : this.errno();
  }

  /**
   * Looks for an ended child of this thread without taking its status.
   * @returns its pid, 0 where all children live, NO_CHILD where there is none
   */
  lookForExited(): number {
    this.siginfo.fill(0);
    const result = this.waitid(P_ALL, 0, this.siginfo, WEXITED | WNOHANG | WNOWAIT | WNOTHREAD);
    return result === 0 ? this.siginfo.readInt32LE(16) : NO_CHILD;
  }

  /** Takes the wait status of an ended child, so that its pid is free again. @returns undefined where it is no such */
  collect(pid: number): number | undefined {
    return this.waitpid(pid, this.status, WNOHANG) === pid ? this.status.readInt32LE(0) : undefined;
  }

  /** The signal that has stopped a child since the last look, or 0. */
  lookForStopped(pid: number): number {
    this.siginfo.fill(0);
    const result = this.waitid(P_PID, pid, this.siginfo, WSTOPPED | WNOHANG);
    return result === 0 && this.siginfo.readInt32LE(16) === pid ? this.siginfo.readInt32LE(24) : 0;
  }

  /** Sends bytes through a socket without waiting. @returns whether all went through */
  sendAtOnce(fd: number, bytes: Uint8Array): boolean {
    return Number(this.send(fd, bytes, bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL)) === bytes.length;
  }

  /** The processor time of all children that were waited for, in milliseconds, and the peak of the largest, in KiB. */
  childrenUsage(): { cpuMs: number; peakKiB: number } {
    this.getrusage(RUSAGE_CHILDREN, this.rusage);
    const at = (offset: number) => Number(this.rusage.readBigInt64LE(offset));
    return { cpuMs: (at(0) + at(16)) * 1000 + (at(8) + at(24)) / 1000, peakKiB: at(32) };
  }

  /** Lets the next program of this process have a descriptor too. */
  keepOpenOnExec(fd: number): void {
    this.fcntl(fd, F_SETFD, 0);
  }

  /** Keeps a descriptor from programs that this process starts, unless one is handed it. */
  closeOnExec(fd: number): void {
    this.fcntl(fd, F_SETFD, FD_CLOEXEC);
  }

  /** Ends the process at once, whatever its other threads are doing: no exit handler runs, and Node waits for nothing. */
  exit(exitCode: number): void {
    this.endProcess(exitCode);
  }

  /** Whether a write to a descriptor would not wait. */
  isWritable(fd: number): boolean {
    const pollfd = Buffer.alloc(8);
    pollfd.writeInt32LE(fd, 0);
    pollfd.writeInt16LE(POLLOUT, 4);
    return this.poll(pollfd, 1, 0) === 1 && (pollfd.readInt16LE(6) & POLLOUT) !== 0;
  }
}

let shared: Kernel | undefined;
let refused = false;

/** The one Kernel, loaded at its first use; undefined where koffi cannot be loaded. */
export function kernel(): Kernel | undefined {
  if (shared === undefined && !refused) {
    try {
      shared = new Kernel();
    } catch {
      refused = true;
    }
  }
  return shared;
}
