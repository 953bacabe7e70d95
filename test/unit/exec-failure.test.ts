import { expect, test } from "vitest";
import { Errno, ExecFailure } from "../../src/core/exec-failure.ts";
import { textOf } from "./support/bytes.ts";
import { ARM64, elf, loaderlessElf, X86_64 } from "./support/elf.ts";

interface Facts {
  errno: Errno;
  readErrno?: number;
  searched?: boolean;
  path?: string;
  head?: string | Uint8Array;
}

/** The sentence and the exit code for what was found out about /bin/x. */
function explain({
  errno,
  readErrno = 0,
  searched = false,
  path = "/bin/x",
  head = "",
}: Facts): [string, number] {
  const failure = Object.assign(new ExecFailure(), { errno, readErrno, searched, machine: X86_64 });
  for (const byte of Buffer.from(path)) failure.path.byte(byte);
  for (const byte of Buffer.from(head as Uint8Array)) failure.head.byte(byte);
  return [textOf((out) => failure.describe(out)), failure.exitCode()];
}

const NoEntry = Errno.NoEntry;
const NoExec = Errno.NoExec;
const Access = Errno.Access;
const lacksLibrary = "its loader does not exist: the image lacks the C library that it was linked with";

test.each<[string, Facts, string, number]>([
  ["no such file", { errno: NoEntry, readErrno: NoEntry }, "not found", 127],
  ["no such command", { errno: NoEntry, readErrno: NoEntry, searched: true }, "not found in PATH", 127],
  [
    "a file as a folder of the path",
    { errno: Errno.NotDirectory, readErrno: Errno.NotDirectory },
    "not found",
    127,
  ],
  ["a directory", { errno: Access, readErrno: Errno.IsDirectory }, "is a directory", 126],
  [
    "no execute bit",
    { errno: Access, head: "#!/bin/sh\n" },
    "no execute permission; chmod +x it, or look for a noexec mount",
    126,
  ],
  ["a folder that may not be searched", { errno: Access, readErrno: Access }, "permission denied", 126],
  [
    "a missing interpreter",
    { errno: NoEntry, head: "#!/bin/gone\n" },
    "its interpreter does not exist: /bin/gone",
    126,
  ],
  [
    "an interpreter with an argument",
    { errno: NoEntry, head: "#!/bin/gone -e\n" },
    "its interpreter does not exist: /bin/gone",
    126,
  ],
  [
    "an interpreter behind blanks",
    { errno: NoEntry, head: "#! \t/bin/gone\tx\n" },
    "its interpreter does not exist: /bin/gone",
    126,
  ],
  [
    "a first line that does not end",
    { errno: NoEntry, head: "#!/bin/gone" },
    "its interpreter does not exist: /bin/gone",
    126,
  ],
  [
    "a first line in the DOS manner",
    { errno: NoEntry, head: "#!/bin/sh\r\necho\r\n" },
    "its interpreter does not exist: /bin/sh; the first line ends in CR LF, it must end in LF",
    126,
  ],
  [
    "a missing loader",
    { errno: NoEntry, head: elf(X86_64, "/lib64/ld.so") },
    "its loader does not exist: /lib64/ld.so",
    126,
  ],
  [
    "a missing loader that is not to be seen",
    { errno: NoEntry, head: loaderlessElf(X86_64) },
    lacksLibrary,
    126,
  ],
  [
    "another machine",
    { errno: NoExec, head: elf(ARM64, "/l") },
    "is an executable for arm64, this machine is x86-64",
    126,
  ],
  [
    "an old machine",
    { errno: NoExec, head: elf(3, "/l") },
    "is an executable for x86, this machine is x86-64",
    126,
  ],
  [
    "a rare machine",
    { errno: NoExec, head: elf(8, "/l") },
    "is an executable for machine 8, this machine is x86-64",
    126,
  ],
  [
    "a damaged file",
    { errno: NoExec, head: elf(X86_64, "/l") },
    "is a damaged or unsupported executable",
    126,
  ],
  ["an empty file", { errno: NoExec }, "is empty", 126],
  [
    "a script without a first line",
    { errno: NoExec, head: "echo\n" },
    "has no #! line, and there is no /bin/sh to run it",
    126,
  ],
  [
    "too many arguments",
    { errno: Errno.TooBig },
    "the arguments and the environment are too long for the kernel",
    126,
  ],
  ["no memory", { errno: Errno.NoMemory }, "not enough memory", 126],
  ["a file that is written to", { errno: Errno.TextBusy }, "is open for writing", 126],
  ["a loop of links", { errno: Errno.Loop, readErrno: Errno.Loop }, "too many symbolic links", 126],
  [
    "a name too long",
    { errno: Errno.NameTooLong, readErrno: Errno.NameTooLong },
    "the name is too long",
    126,
  ],
  ["a rule against it", { errno: Errno.Perm }, "not permitted", 126],
  ["anything else", { errno: Errno.Again }, "error 11", 126],
])("%s is named, with its exit code", (_, facts, cause, exitCode) => {
  expect(explain(facts)).toEqual([`/bin/x: ${cause}`, exitCode]);
});

test("the path stands in front byte by byte, cut at the 512 bytes that are kept", () => {
  const failure = Object.assign(new ExecFailure(), { errno: NoEntry, readErrno: NoEntry });
  for (let i = 0; i < 600; i++) failure.path.byte(0xe9);
  expect(textOf((out) => failure.describe(out)).length).toBe(512 + ": not found".length);
});

test("a file whose first line fills all that was read is described to its end", () => {
  const head = `#!${"/long".repeat(300)}`.slice(0, 1024);
  expect(explain({ errno: NoEntry, head })[0]).toBe(
    `/bin/x: its interpreter does not exist: ${head.slice(2)}`,
  );
});
