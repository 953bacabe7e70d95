/** Why a command could not be run: the exit code, and a sentence that names the path and, where known, the cause. */
import { ByteWriter } from "./byte-writer.ts";
import { elfMachine, writeLoader } from "./elf.ts";
import { ExitCode } from "./wait-status.ts";

/** Error numbers of execve(2) and its kin, the same on x86-64 and arm64. */
export const enum Errno {
  Perm = 1,
  NoEntry = 2,
  NoProcess = 3,
  TooBig = 7,
  NoExec = 8,
  Again = 11,
  NoMemory = 12,
  Access = 13,
  NotDirectory = 20,
  IsDirectory = 21,
  TextBusy = 26,
  NameTooLong = 36,
  NoSystemCall = 38,
  Loop = 40,
  NotSupported = 95,
}

/** What was found out about a command that could not be run. */
export class ExecFailure {
  /** The path that was tried last, or the command's name where the search in PATH found nothing. */
  readonly path: ByteWriter = new ByteWriter(512);
  /** The first bytes of the file, where it could be read. */
  readonly head: ByteWriter = new ByteWriter(1024);
  /** What execve said. */
  errno: i32 = 0;
  /** What opening or reading the file said; 0 where it was read. */
  readErrno: i32 = 0;
  /** Whether PATH was searched. */
  searched: bool = false;
  /** e_machine of the ELF files that this machine runs. */
  machine: i32 = 0;

  /** 127 where there is no such file, 126 where there is one that cannot be run. */
  exitCode(): i32 {
    const isMissing = saysMissing(this.errno) && saysMissing(this.readErrno);
    return isMissing ? ExitCode.NotFound : ExitCode.NotRunnable;
  }

  /** Writes `path: cause`, and a hint where one is known. */
  describe(out: ByteWriter): void {
    for (let i = 0; i < this.path.length; i++) out.byte(this.path.bytes[i] as i32);
    out.text(": ");
    if (this.exitCode() === ExitCode.NotFound) out.text(this.searched ? "not found in PATH" : "not found");
    else if (this.readErrno === Errno.IsDirectory) out.text("is a directory");
    else if (this.errno === Errno.NoEntry) this.describeInterpreter(out);
    else if (this.errno === Errno.NoExec) this.describeFormat(out);
    else if (this.errno === Errno.Access) this.describeAccess(out);
    else this.describeOther(out);
  }

  private describeInterpreter(out: ByteWriter): void {
    if (this.startsWithShebang()) {
      const start = this.interpreterStart();
      const end = this.interpreterEnd(start);
      out.text("its interpreter does not exist: ");
      for (let i = start; i < end; i++) out.byte(this.head.bytes[i] as i32);
      if (end < this.head.length && (this.head.bytes[end] as i32) === 0x0d)
        out.text("; the first line ends in CR LF, it must end in LF");
    } else {
      out.text("its loader does not exist: ");
      if (!writeLoader(out, this.head)) out.text("the image lacks the C library that it was linked with");
    }
  }

  private describeFormat(out: ByteWriter): void {
    const machine = elfMachine(this.head);
    if (this.head.length === 0) out.text("is empty");
    else if (machine === 0) out.text("has no #! line, and there is no /bin/sh to run it");
    else if (machine === this.machine) out.text("is a damaged or unsupported executable");
    else {
      out.text("is an executable for ");
      writeMachine(out, machine);
      out.text(", this machine is ");
      writeMachine(out, this.machine);
    }
  }

  private describeAccess(out: ByteWriter): void {
    if (this.readErrno === 0) out.text("no execute permission; chmod +x it, or look for a noexec mount");
    else out.text("permission denied");
  }

  private describeOther(out: ByteWriter): void {
    if (this.errno === Errno.TooBig)
      out.text("the arguments and the environment are too long for the kernel");
    else if (this.errno === Errno.NoMemory) out.text("not enough memory");
    else if (this.errno === Errno.TextBusy) out.text("is open for writing");
    else if (this.errno === Errno.Loop) out.text("too many symbolic links");
    else if (this.errno === Errno.NameTooLong) out.text("the name is too long");
    else if (this.errno === Errno.Perm) out.text("not permitted");
    else {
      out.text("error ");
      out.number(this.errno as f64);
    }
  }

  private startsWithShebang(): bool {
    return (
      this.head.length > 2 && (this.head.bytes[0] as i32) === 0x23 && (this.head.bytes[1] as i32) === 0x21
    );
  }

  private interpreterStart(): i32 {
    let start: i32 = 2;
    while (start < this.head.length && isBlank(this.head.bytes[start] as i32)) start += 1;
    return start;
  }

  private interpreterEnd(start: i32): i32 {
    let end = start;
    while (end < this.head.length) {
      const byte = this.head.bytes[end] as i32;
      if (byte === 0x0a || byte === 0x0d || isBlank(byte)) break;
      end += 1;
    }
    return end;
  }
}

/** What the kernel skips around the interpreter of a #! line: space and tab. */
function saysMissing(errno: i32): bool {
  return errno === Errno.NoEntry || errno === Errno.NotDirectory;
}

function isBlank(byte: i32): bool {
  return byte === 0x20 || byte === 0x09;
}

/** ELF machine numbers, elf(5). */
function writeMachine(out: ByteWriter, machine: i32): void {
  if (machine === 62) out.text("x86-64");
  else if (machine === 183) out.text("arm64");
  else if (machine === 40) out.text("arm");
  else if (machine === 3) out.text("x86");
  else if (machine === 243) out.text("riscv");
  else {
    out.text("machine ");
    out.number(machine as f64);
  }
}
