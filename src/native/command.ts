/**
 * The child between fork and execve. It runs on a copy of lissom's memory, so it may use the head freely; what it finds
 * out about a failure goes to the parent through a shared page. PID 1 itself never touches a file system here: a
 * command on a dead network mount must not keep it from its signals.
 */
import { ByteWriter } from "../core/byte-writer.ts";
import { elfMachine } from "../core/elf.ts";
import { Errno, ExecFailure } from "../core/exec-failure.ts";
import { CANDIDATE, SCRATCH_SIZE, SHARED_PAGE } from "./buffers.ts";
import { CommandLine } from "./options.ts";
import {
  close,
  execute,
  exit,
  Mask,
  machine,
  OpenFlag,
  open,
  processId,
  read,
  readString,
  setGroup,
  setString,
  setTerminalGroup,
  sharePage,
  signalMask,
  Vector,
} from "./system.ts";
import { addressOf, append } from "./text.ts";

/*
 * The shared page:
 *   0  exit code, 0 as long as nothing failed
 *   4  errno
 *   8  length of the text
 *  12  text: path and cause
 */
const TEXT_MAX: i32 = 1024;
const DEFAULT_PATH: string = "/bin:/usr/bin";
const PATH_PREFIX: i32 = 5;

/** Makes the shared page. Call it once before fork. */
export function prepareReport(): i32 {
  return sharePage(SHARED_PAGE);
}

/** The exit code for a command that could not be run, or 0 where it was run. */
export function reportedExitCode(): i32 {
  return load<i32>(SHARED_PAGE);
}

/** The reason as the kernel gave it. */
export function reportedErrno(): i32 {
  return load<i32>(SHARED_PAGE, 4);
}

/** Appends the sentence that says what could not be run and why. */
export function appendReport(out: ByteWriter): void {
  append(out, SHARED_PAGE + 12, load<i32>(SHARED_PAGE, 8));
}

/** Made when the modules are loaded: it costs nothing as long as nothing fails. */
const failure: ExecFailure = new ExecFailure();

/** Turns the child into the command. Does not come back. */
export function becomeCommand(line: CommandLine, takesTerminal: bool): void {
  setGroup(0, 0);
  if (takesTerminal) setTerminalGroup(0, processId());
  if (line.listens) {
    const variable = new ByteWriter(32);
    variable.text("LISTEN_PID=");
    variable.number(processId());
    setString(Vector.Variables, line.listenPidAt, addressOf(variable));
  }
  signalMask(Mask.Set, 0);
  run(line);
  failure.machine = machine();
  const text = new ByteWriter(TEXT_MAX);
  failure.describe(text);
  store<i32>(SHARED_PAGE, failure.errno, 4);
  store<i32>(SHARED_PAGE, text.length, 8);
  memory.copy(SHARED_PAGE + 12, text.bytes.dataStart, text.length);
  store<i32>(SHARED_PAGE, failure.exitCode());
  exit(failure.exitCode());
}

/** Tries to run the command as execvp(3) would look it up, and notes why that failed. */
function run(line: CommandLine): void {
  const length = readString(Vector.Arguments, line.commandAt, 0, CANDIDATE, SCRATCH_SIZE);
  if (length >= SCRATCH_SIZE) {
    append(failure.path, CANDIDATE, 80);
    failure.errno = Errno.NameTooLong;
  } else if (length === 0 || contains(CANDIDATE, 0x2f)) {
    failure.errno = attempt(line);
    inspect();
  } else {
    failure.searched = true;
    append(failure.path, CANDIDATE, length);
    failure.errno = Errno.NoEntry;
    failure.readErrno = Errno.NoEntry;
    if (!searchRunnable(line)) searchPresent(line);
  }
}

/** Runs the first candidate that the kernel takes. @returns whether it refused one for a reason of that file */
function searchRunnable(line: CommandLine): bool {
  let offset: i32 = 0;
  let refused = false;
  while (offset >= 0) {
    offset = nextCandidate(line, offset);
    const errno = attempt(line);
    if (errno === Errno.NoEntry || errno === Errno.NotDirectory || errno === Errno.NameTooLong) continue;
    if (!refused) {
      refused = true;
      failure.errno = errno;
      inspect();
    }
    if (errno !== Errno.Access) return true;
  }
  return refused;
}

/** Looks for a file that is there although execve found "no such file": its interpreter or loader is what is missing. */
function searchPresent(line: CommandLine): void {
  let offset: i32 = 0;
  while (offset >= 0) {
    offset = nextCandidate(line, offset);
    const fd = open(CANDIDATE, OpenFlag.ReadOnly | OpenFlag.NonBlocking);
    if (fd < 0) continue;
    close(fd);
    inspect();
    return;
  }
}

/** Composes in CANDIDATE the path for the element of PATH at `offset`, an empty one being the working directory. @returns the next offset, or -1 */
function nextCandidate(line: CommandLine, offset: i32): i32 {
  let rest: i32 = 0;
  if (line.pathAt >= 0) {
    rest = readString(Vector.Variables, line.pathAt, offset + PATH_PREFIX, CANDIDATE, SCRATCH_SIZE);
  } else {
    rest = DEFAULT_PATH.length - offset;
    for (let i = 0; i < rest; i++) store<u8>(CANDIDATE + i, DEFAULT_PATH.charCodeAt(offset + i));
  }
  let length: i32 = 0;
  while (length < rest && length < SCRATCH_SIZE && load<u8>(CANDIDATE + length) !== 0x3a) length += 1;
  const next = length < rest ? offset + length + 1 : -1;
  if (length > 0) {
    store<u8>(CANDIDATE + length, 0x2f);
    length += 1;
  }
  // Both parts are shorter than half of the buffer; the kernel refuses what is too long together.
  readString(Vector.Arguments, line.commandAt, 0, CANDIDATE + length, SCRATCH_SIZE - 1);
  return next;
}

/** One execve of CANDIDATE; a text without #! is given to /bin/sh, as execvp does. @returns errno */
function attempt(line: CommandLine): i32 {
  const errno = -execute(CANDIDATE, line.commandAt);
  if (errno !== Errno.NoExec) return errno;
  inspect();
  if (elfMachine(failure.head) !== 0) return errno;
  const shell = new ByteWriter(16);
  shell.text("/bin/sh");
  // The slot before the command is there in any case: it is lissom's own name or its last option.
  setString(Vector.Arguments, line.commandAt - 1, addressOf(shell));
  setString(Vector.Arguments, line.commandAt, CANDIDATE);
  execute(shell.bytes.dataStart, line.commandAt - 1);
  return errno;
}

/** Notes the path in CANDIDATE and the first bytes of the file, or why they cannot be read. */
function inspect(): void {
  failure.path.clear();
  append(failure.path, CANDIDATE, 2 * SCRATCH_SIZE);
  failure.head.clear();
  failure.readErrno = 0;
  const fd = open(CANDIDATE, OpenFlag.ReadOnly | OpenFlag.NonBlocking);
  const length = fd < 0 ? fd : read(fd, failure.head.bytes.dataStart, failure.head.bytes.length);
  if (length < 0) failure.readErrno = -length;
  else failure.head.length = length;
  if (fd >= 0) close(fd);
}

function contains(text: usize, byte: i32): bool {
  let at = text;
  while (load<u8>(at) !== 0) {
    if (load<u8>(at) === byte) return true;
    at += 1;
  }
  return false;
}
