/** The search for a program as execvp(3) does it, in a child: its path is composed in CANDIDATE. */
import { ByteWriter } from "../core/byte-writer.ts";
import { startsAsElf } from "../core/elf.ts";
import { Errno, ExecFailure } from "../core/exec-failure.ts";
import { CANDIDATE, SCRATCH_SIZE } from "./buffers.ts";
import { CommandLine } from "./options.ts";
import {
  close,
  execute,
  FileType,
  fileType,
  machine,
  mayRun,
  OpenFlag,
  open,
  read,
  readString,
  setString,
  Vector,
} from "./system.ts";
import { addressOf, append } from "./text.ts";

const DEFAULT_PATH: string = "/bin:/usr/bin";
const PATH_PREFIX: i32 = 5;

let failure: ExecFailure | null = null;

/** What was found out about a program that could not be run. Made when it is needed: a start that succeeds is spared its memory. */
export function noted(): ExecFailure {
  const known = failure;
  if (known !== null) return known;
  const made = new ExecFailure();
  made.machine = machine();
  failure = made;
  return made;
}

/** Tries to run the command as execvp(3) would look it up. Comes back where that failed, with the reason noted. */
export function run(line: CommandLine): void {
  failure = null;
  const length = readString(Vector.Arguments, line.commandAt, 0, CANDIDATE, SCRATCH_SIZE);
  if (length >= SCRATCH_SIZE) {
    append(noted().path, CANDIDATE, 80);
    noted().errno = Errno.NameTooLong;
  } else if (length === 0 || contains(CANDIDATE, 0x2f)) {
    inspect(attempt(line));
  } else if (!searchRunnable(line) && !searchPresent(line)) {
    noteMissing(line);
  }
}

/** Looks whether the command could be run, without running it; where not, the reason is noted. */
export function canRun(line: CommandLine): bool {
  failure = null;
  const length = readString(Vector.Arguments, line.commandAt, 0, CANDIDATE, SCRATCH_SIZE);
  if (length === 0 || contains(CANDIDATE, 0x2f)) {
    const errno = look();
    if (errno !== 0) inspect(errno);
    return errno === 0;
  }
  let offset: i32 = 0;
  let refused = false;
  while (offset >= 0) {
    offset = nextCandidate(line, offset);
    const errno = look();
    if (errno === 0) return true;
    if (errno === Errno.Access && !refused) inspect(errno);
    refused = refused || errno === Errno.Access;
  }
  if (!refused) noteMissing(line);
  return false;
}

/** What execve would say of the file in CANDIDATE: 0, ENOENT for whatever is not there, or EACCES. */
function look(): i32 {
  const fd = open(CANDIDATE, OpenFlag.Path);
  if (fd < 0) return Errno.NoEntry;
  const type = fileType(fd);
  close(fd);
  const isOther = type >= 0 && type !== FileType.Regular;
  return isOther || mayRun(CANDIDATE) === -Errno.Access ? Errno.Access : 0;
}

/** Notes that no element of PATH has it. */
function noteMissing(line: CommandLine): void {
  readString(Vector.Arguments, line.commandAt, 0, CANDIDATE, SCRATCH_SIZE);
  inspect(Errno.NoEntry);
  noted().readErrno = Errno.NoEntry;
  noted().searched = true;
}

/** Runs the first candidate that the kernel takes. @returns whether it refused one for a reason of that file */
function searchRunnable(line: CommandLine): bool {
  let offset: i32 = 0;
  let refused = false;
  while (offset >= 0) {
    offset = nextCandidate(line, offset);
    const errno = attempt(line);
    if (errno === Errno.NoEntry || errno === Errno.NotDirectory || errno === Errno.NameTooLong) continue;
    if (!refused) inspect(errno);
    refused = true;
    if (errno !== Errno.Access) return true;
  }
  return refused;
}

/**
 * Looks for a file that is there although execve found "no such file": its interpreter or loader is what is missing.
 * @returns whether there is one
 */
function searchPresent(line: CommandLine): bool {
  let offset: i32 = 0;
  while (offset >= 0) {
    offset = nextCandidate(line, offset);
    const fd = open(CANDIDATE, OpenFlag.ReadOnly | OpenFlag.NonBlocking);
    if (fd < 0) continue;
    close(fd);
    inspect(Errno.NoEntry);
    return true;
  }
  return false;
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
  if (length === SCRATCH_SIZE) return skipElement(line, offset + length);
  const next = length < rest ? offset + length + 1 : -1;
  if (length > 0) {
    store<u8>(CANDIDATE + length, 0x2f);
    length += 1;
  }
  // Both parts are shorter than half of the buffer; the kernel refuses what is too long together.
  readString(Vector.Arguments, line.commandAt, 0, CANDIDATE + length, SCRATCH_SIZE - 1);
  return next;
}

/** Passes over an element that is longer than any path; CANDIDATE is none then. @returns the next offset, or -1 */
function skipElement(line: CommandLine, offset: i32): i32 {
  let at = offset;
  while (readString(Vector.Variables, line.pathAt, at + PATH_PREFIX, CANDIDATE, 1) > 0) {
    const isEnd = load<u8>(CANDIDATE) === 0x3a;
    at += 1;
    store<u8>(CANDIDATE, 0);
    if (isEnd) return at;
  }
  store<u8>(CANDIDATE, 0);
  return -1;
}

/** One execve of CANDIDATE; a text without #! is given to /bin/sh, as execvp does. @returns errno */
function attempt(line: CommandLine): i32 {
  const errno = -execute(CANDIDATE, line.commandAt);
  if (errno !== Errno.NoExec) return errno;
  inspect(errno);
  if (startsAsElf(noted().head)) return errno;
  const shell = new ByteWriter(16);
  shell.text("/bin/sh");
  // The slot before the command is there in any case: it is lissom's own name or its last option.
  setString(Vector.Arguments, line.commandAt - 1, addressOf(shell));
  setString(Vector.Arguments, line.commandAt, CANDIDATE);
  execute(shell.bytes.dataStart, line.commandAt - 1);
  return errno;
}

/** Notes the path in CANDIDATE, the reason, and the first bytes of the file or why they cannot be read. */
function inspect(errno: i32): void {
  const found = noted();
  found.errno = errno;
  found.path.clear();
  append(found.path, CANDIDATE, 2 * SCRATCH_SIZE);
  found.head.clear();
  found.readErrno = 0;
  const fd = open(CANDIDATE, OpenFlag.ReadOnly | OpenFlag.NonBlocking);
  const length = fd < 0 ? fd : read(fd, found.head.bytes.dataStart, found.head.bytes.length);
  if (length < 0) found.readErrno = -length;
  else found.head.length = length;
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
