import { accessSync, closeSync, constants, openSync, readdirSync, readSync, statSync } from "node:fs";
import { constants as os } from "node:os";
import { join, resolve } from "node:path";
import { ByteWriter } from "../core/byte-writer.ts";
import { elfMachine } from "../core/elf.ts";
import { Errno, ExecFailure } from "../core/exec-failure.ts";
import { ExitCode } from "../core/wait-status.ts";
import { whyNoFolder } from "./working-directory.ts";
import { textOf } from "./written.ts";

/** The search path of execvp(3) where PATH is not set. */
const DEFAULT_PATH = "/bin:/usr/bin";
const DETAIL_MAX = 1024;
/** e_machine of what the kernel runs, its 32-bit kind included; elf(5). */
const MACHINES: Record<string, number[]> = { x64: [62, 3], arm64: [183, 40] };

/** Why a command cannot be run. */
export interface Failure {
  /** 125, 126 or 127. */
  exitCode: number;
  errno: number;
  /** One line: the path, the cause, and a hint where one is known. */
  detail: string;
}

/** Where a program is looked up. */
export interface Place {
  env: NodeJS.ProcessEnv;
  /** Its working directory, absolute; undefined for that of this process. */
  cwd?: string | undefined;
}

/** Looks whether the program of a name is there and may be run, and no further. */
export function whyNotPresent(name: string, place: Place): Failure | undefined {
  const { errno } = search(name, place);
  return errno === 0 ? whyNotEnterable(place) : explain(name, place, errno);
}

/**
 * Looks for the reasons not to start a command that Node and its C library would hide: an empty name, and a binary of
 * another machine, which execvp(3) would feed to /bin/sh.
 */
export function whyNotRunnable(name: string, place: Place): Failure | undefined {
  const { path, errno } = search(name, place);
  if (errno !== 0) return explain(name, place, errno);
  const machine = elfMachine(readHead(path, place, new ByteWriter(64)).head);
  if (machine === 0 || (MACHINES[process.arch] ?? [machine]).includes(machine) || hasEmulators())
    return undefined;
  return explain(name, place, Errno.NoExec);
}

/** Explains a failed start. `errno` is what the attempt said, above 0. */
export function explain(name: string, place: Place, errno: number): Failure {
  const unenterable = whyNotEnterable(place);
  if (unenterable !== undefined) return unenterable;
  const found = search(name, place);
  const failure = new ExecFailure();
  append(failure.path, found.path);
  failure.searched = !name.includes("/");
  failure.machine = MACHINES[process.arch]?.[0] ?? 0;
  failure.errno = found.errno === 0 ? errno : found.errno;
  failure.readErrno = readHead(found.path, place, failure.head).errno;
  // execvp(3) runs what execve(2) does not know through /bin/sh; where there is none, that is what it says.
  const isPlain = failure.readErrno === 0 && elfMachine(failure.head) === 0 && !isScript(failure.head);
  if (found.errno === 0 && failure.errno === Errno.NoEntry && isPlain) failure.errno = Errno.NoExec;
  const detail = textOf(DETAIL_MAX, (out) => failure.describe(out));
  return { exitCode: failure.exitCode(), errno: failure.errno, detail };
}

/** The working directory comes before the program: the kernel says of both that they do not exist. */
function whyNotEnterable({ cwd }: Place): Failure | undefined {
  const cause = cwd === undefined ? undefined : whyNoFolder(cwd);
  if (cause === undefined) return undefined;
  return { exitCode: ExitCode.OwnFailure, errno: 0, detail: `working directory: ${cause}: ${cwd}` };
}

/** Finds the file as execvp(3) does: a file that may not be run does not hide one behind it. */
function search(name: string, place: Place): { path: string; errno: number } {
  if (name.length === 0) return { path: '""', errno: Errno.NoEntry };
  if (name.includes("/")) return { path: name, errno: access(name, place) };
  let refused: { path: string; errno: number } | undefined;
  for (const folder of (place.env.PATH ?? DEFAULT_PATH).split(":")) {
    const path = folder.length > 0 ? join(folder, name) : `./${name}`;
    const errno = access(path, place);
    if (errno === 0) return { path, errno };
    if (errno === Errno.Access) refused ??= { path, errno };
  }
  return refused ?? { path: name, errno: Errno.NoEntry };
}

/** What execve(2) would say to the file's kind and permission. */
function access(path: string, place: Place): number {
  try {
    const file = absolute(path, place);
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? 0 : Errno.Access;
  } catch (error) {
    return errnoOf(error) ?? Errno.NoEntry;
  }
}

/** The path that leads from here to the same file. */
function absolute(path: string, { cwd }: Place): string {
  return cwd === undefined ? path : resolve(cwd, path);
}

function readHead(path: string, place: Place, head: ByteWriter): { head: ByteWriter; errno: number } {
  try {
    const fd = openSync(
      absolute(path, place),
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY,
    );
    try {
      head.length = readSync(fd, head.bytes, 0, head.bytes.length, 0);
    } finally {
      closeSync(fd);
    }
    return { head, errno: 0 };
  } catch (error) {
    return { head, errno: errnoOf(error) ?? Errno.NoEntry };
  }
}

/** Whether programs of other machines may be runnable; binfmt_misc lists its interpreters beside two files of its own. */
function hasEmulators(): boolean {
  try {
    return readdirSync("/proc/sys/fs/binfmt_misc").length > 2;
  } catch {
    return false;
  }
}

/** The positive errno of an error that a system call made, or undefined for another. */
export function errnoOf(error: unknown): number | undefined {
  const code = (error as NodeJS.ErrnoException)?.code;
  return code === undefined ? undefined : (os.errno as Record<string, number>)[code];
}

function isScript(head: ByteWriter): boolean {
  return head.bytes[0] === 0x23 && head.bytes[1] === 0x21;
}

function append(out: ByteWriter, text: string): void {
  for (const byte of Buffer.from(text)) out.byte(byte);
}
