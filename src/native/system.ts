/**
 * The system calls, as the hands (hands/hands.c) offer them to the head's native body. All take and give plain numbers;
 * a pointer is an address in the linear memory, a text is ended by a zero byte, a result below 0 is -errno.
 */

/** The two vectors that the kernel hands to a new program. */
export const enum Vector {
  Arguments = 0,
  Variables = 1,
}

/**
 * Copies a string of a vector from `offset` on, at most `capacity` bytes, and a zero byte where it fits.
 * Gives the number of bytes, capacity + 1 where the string goes on, -1 behind the last string.
 */
@external("sys", "readString")
export declare function readString(vector: Vector, index: i32, offset: i32, to: usize, capacity: i32): i32;
/** Makes a string of a vector point to a text in the linear memory; one behind the last of Variables appends. For a child before execve. */
@external("sys", "setString")
export declare function setString(vector: Vector, index: i32, text: usize): void;

/** Makes room for `more` strings behind those of a vector. For a child before execve. Gives how many there are, or -errno. */
@external("sys", "extendVector")
export declare function extendVector(vector: Vector, more: i32): i32;

@external("sys", "signalMask")
export declare function signalMask(how: i32, set: u64): i32;
@external("sys", "inheritedMask")
export declare function inheritedMask(): u64;
/** rt_sigaction(2): 0 the default action, 1 to ignore. Gives what it was before. */
@external("sys", "signalAction")
export declare function signalAction(signo: i32, handler: i32): i32;
/** rt_sigtimedwait(2): the signal's number; fills 128 bytes of siginfo. A timeout below 0 is none. */
@external("sys", "signalWait")
export declare function signalWait(set: u64, timeoutMs: f64, info: usize): i32;
@external("sys", "signalPending")
export declare function signalPending(): u64;
@external("sys", "kill")
export declare function kill(pid: i32, signo: i32): i32;
@external("sys", "pidfdOpen")
export declare function pidfdOpen(pid: i32): i32;
@external("sys", "pidfdKill")
export declare function pidfdKill(fd: i32, signo: i32): i32;

@external("sys", "processId")
export declare function processId(): i32;
@external("sys", "parentId")
export declare function parentId(): i32;
@external("sys", "groupId")
export declare function groupId(pid: i32): i32;
@external("sys", "newSession")
export declare function newSession(): i32;
@external("sys", "setGroup")
export declare function setGroup(pid: i32, pgid: i32): i32;
@external("sys", "processControl")
export declare function processControl(option: i32, value: i32): i32;
/**
 * Makes a child, which runs the exported function `child` with the report that is its own; gives its pid to the parent
 * alone. The command's child runs on the same memory, a helper on a copy.
 */
@external("sys", "spawn")
export declare function spawn(report: Report): i32;
/** execve(2) with the arguments from `firstArgument` on. Comes back only with -errno. */
@external("sys", "execute")
export declare function execute(path: usize, firstArgument: i32): i32;
@external("sys", "exit")
export declare function exit(code: i32): void;
/** wait4(2); stores the 32-bit status and, where `usage` is not 0, the 144 bytes of struct rusage. */
@external("sys", "wait")
export declare function wait(pid: i32, status: usize, options: i32, usage: usize): i32;

@external("sys", "terminalGroup")
export declare function terminalGroup(fd: i32): i32;
@external("sys", "setTerminalGroup")
export declare function setTerminalGroup(fd: i32, pgid: i32): i32;
@external("sys", "leaveTerminal")
export declare function leaveTerminal(fd: i32): i32;
@external("sys", "takeTerminal")
export declare function takeTerminal(fd: i32): i32;
@external("sys", "isTerminal")
export declare function isTerminal(fd: i32): bool;

@external("sys", "changeDirectory")
export declare function changeDirectory(path: usize): i32;
@external("sys", "open")
export declare function open(path: usize, flags: i32): i32;
/** Whether this user may execute the file: 0 or -errno. */
@external("sys", "mayRun")
export declare function mayRun(path: usize): i32;
/** dup3(2). */
@external("sys", "duplicate")
export declare function duplicate(fd: i32, to: i32): i32;
/** getcwd(2): the length of the path with its zero byte. */
@external("sys", "workingDirectory")
export declare function workingDirectory(to: usize, capacity: i32): i32;
@external("sys", "close")
export declare function close(fd: i32): i32;
@external("sys", "closeFrom")
export declare function closeFrom(fd: i32): void;
@external("sys", "read")
export declare function read(fd: i32, to: usize, capacity: i32): i32;
@external("sys", "readDirectory")
export declare function readDirectory(fd: i32, to: usize, capacity: i32): i32;
@external("sys", "readLink")
export declare function readLink(path: usize, to: usize, capacity: i32): i32;
@external("sys", "write")
export declare function write(fd: i32, from: usize, length: i32): i32;
/** Writes without waiting even where the descriptor blocks: pwritev2(2) with RWF_NOWAIT. */
@external("sys", "writeNow")
export declare function writeNow(fd: i32, from: usize, length: i32): i32;
/** Sends on a socket without waiting: sendto(2) with MSG_DONTWAIT. */
@external("sys", "sendNow")
export declare function sendNow(fd: i32, from: usize, length: i32): i32;
/** socket(2) with protocol 0. */
@external("sys", "socket")
export declare function socket(family: i32, type: i32): i32;
/** connect(2) to a struct sockaddr of `length` bytes. */
@external("sys", "connect")
export declare function connect(fd: i32, address: usize, length: i32): i32;
/** Whether poll(2) says at once that a write would not wait. */
@external("sys", "isWritable")
export declare function isWritable(fd: i32): bool;
/** The S_IFMT bits of the descriptor's file, or -errno. */
@external("sys", "fileType")
export declare function fileType(fd: i32): i32;

/** clock_gettime(2) in milliseconds. */
@external("sys", "clock")
export declare function clock(id: i32): f64;
@external("sys", "hostName")
export declare function hostName(to: usize, capacity: i32): i32;
/** e_machine of the executables that this machine runs. */
@external("sys", "machine")
export declare function machine(): i32;
/** Copies at most 2048 bytes to where the parent can read them. */
@external("sys", "storeReport")
export declare function storeReport(report: Report, from: usize, length: i32): void;
/** Copies at most 2048 bytes that the child has stored; zeros where there are none. */
@external("sys", "loadReport")
export declare function loadReport(report: Report, to: usize, length: i32): void;
/** Gives back the pages of the image between two addresses, and those of the code that only the start needs. */
@external("sys", "release")
export declare function release(from: i32, length: i32): void;

/** Whose report it is. */
export const enum Report {
  Command = 0,
  Helper = 1,
}

/** how of rt_sigprocmask(2). */
export const enum Mask {
  Block = 0,
  Unblock = 1,
  Set = 2,
}

/** Options of wait4(2). */
export const enum WaitOption {
  NoHang = 1,
  Untraced = 2,
}

/** Options of prctl(2). */
export const enum ProcessControl {
  ParentDeathSignal = 1,
  ChildSubreaper = 36,
}

/** Handlers of rt_sigaction(2). */
export const enum Action {
  Default = 0,
  Ignore = 1,
}

/** Clocks of clock_gettime(2). */
export const enum Clock {
  Real = 0,
  Monotonic = 1,
  /** The processor time of this process. */
  Process = 2,
}

/** Flags of open(2); those that differ between machines are added by the hands. */
export const enum OpenFlag {
  ReadOnly = 0,
  WriteOnly = 1,
  ReadWrite = 2,
  NoTerminal = 0o400,
  Append = 0o2000,
  NonBlocking = 0o4000,
  CloseOnExec = 0o2000000,
  /** For a look at the file only, which needs no permission. */
  Path = 0o10000000,
}

/** S_IFMT values of stat(2). */
export const enum FileType {
  Regular = 0o100000,
  Pipe = 0o010000,
  Character = 0o020000,
  Socket = 0o140000,
}
