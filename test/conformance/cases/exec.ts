import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import { start } from "../../helpers/run.ts";
import { type Case, must, same, shell } from "../case.ts";

interface ExecFailure {
  what: string;
  codes: number[];
  /** What the line says about the cause. */
  cause: RegExp;
  /** Makes the file, or gives another path to run. */
  make(path: string): string | undefined;
}

const file = (path: string, text: string, mode: number) => {
  writeFileSync(path, text, "latin1");
  chmodSync(path, mode);
  return undefined;
};

const failures: ExecFailure[] = [
  { what: "a missing file", codes: [127], cause: /not found|no such/i, make: () => undefined },
  {
    what: "a name that is nowhere on PATH",
    codes: [127],
    cause: /not found|no such/i,
    make: () => "no-such-command-anywhere",
  },
  { what: "an empty name", codes: [127], cause: /empty|not found|no such/i, make: () => "" },
  {
    what: "a file without an execute bit",
    codes: [126],
    cause: /execut|permission/i,
    make: (path) => file(path, "#!/bin/sh\n", 0o644),
  },
  {
    what: "a script with a missing interpreter",
    codes: [126],
    cause: /interpreter/,
    make: (path) => file(path, "#!/no/such\n", 0o755),
  },
  {
    what: "a path through a file",
    codes: [126, 127],
    cause: /director|no such|not found/i,
    make: (path) => `${file(path, "", 0o755) ?? path}/x`,
  },
  { what: "a directory", codes: [126], cause: /director|permission/i, make: (path) => void mkdirSync(path) },
  {
    what: "a binary of another architecture",
    codes: [126],
    cause: /architecture|format|machine/i,
    make: (path) => file(path, `\x7fELF\x02\x01\x01${"\0".repeat(9)}\x02\0\xf3\0${"\0".repeat(100)}`, 0o755),
  },
];

const failureCase = ({ what, codes, cause, make }: ExecFailure, index: number): Case => ({
  id: `M${index + 1}`,
  title: `${what} ends with ${codes.join(" or ")} and one line that names it and says why`,
  run: (init) =>
    withFolder(async (folder) => {
      const path = join(folder, "command");
      const name = make(path) ?? path;
      await using run = start(init, { command: [name, "argument"] });
      const { code } = await run.finished();
      must(code !== undefined && codes.includes(code), `exit code ${code}`);
      same("lines on stderr", run.err.trim().split("\n").length, 1);
      must(cause.test(run.err), `the line does not say why: ${run.err.trim()}`);
      must(run.err.includes(name), `the line does not name it: ${run.err.trim()}`);
    }),
});

/** How an init finds its command, and what it does when it cannot run it. */
export const execCases: Case[] = [
  ...failures.map(failureCase),
  {
    id: "M9",
    title: "a script without #! runs through /bin/sh with its arguments",
    run: (init) =>
      withFolder(async (folder) => {
        file(join(folder, "plain"), 'echo "args $1 $2"; exit 9\n', 0o755);
        const env = { PATH: `${folder}:/usr/bin:/bin` };
        await using run = start(init, { env, command: ["plain", "a b", "c"] });
        same("ending", await run.finished(), { code: 9 });
        same("output", run.out, "args a b c\n");
      }),
  },
  {
    id: "M10",
    title: "a file on PATH that may not be run does not hide a good one behind it",
    run: (init) =>
      withFolder(async (folder) => {
        for (const name of ["first", "second"]) mkdirSync(join(folder, name));
        file(join(folder, "first/tool"), "#!/bin/sh\nexit 1\n", 0o644);
        file(join(folder, "second/tool"), "#!/bin/sh\nexit 8\n", 0o755);
        const env = { PATH: `/no/such:${folder}/first:${folder}/second:/usr/bin:/bin` };
        await using run = start(init, { env, command: ["tool"] });
        same("ending", await run.ended(), { code: 8 });
      }),
  },
  {
    id: "M11",
    title: "a file on PATH that may not be run, and no other, ends with 126",
    run: (init) =>
      withFolder(async (folder) => {
        file(join(folder, "tool"), "#!/bin/sh\nexit 1\n", 0o644);
        await using run = start(init, { env: { PATH: `${folder}:/usr/bin:/bin` }, command: ["tool"] });
        same("ending", await run.ended(), { code: 126 });
      }),
  },
  {
    id: "M12",
    title: "a relative path starts from the folder where the init was started",
    async run(init) {
      await using run = start(init, {
        before: shell('cd /bin && exec "$@"'),
        command: ["./sh", "-c", "pwd; exit 6"],
      });
      same("ending", await run.finished(), { code: 6 });
      same("folder of the command", run.out.trim().replace("/usr", ""), "/bin");
    },
  },
  {
    id: "M13",
    title:
      "without PATH the command is looked up in the standard places, and an empty entry of PATH is the folder itself",
    async run(init) {
      const wheres = ['unset PATH; exec "$@"', 'cd /bin; PATH=":/no/such" exec "$@"'];
      for (const where of wheres) {
        const program = init.argv[0] ?? "";
        // The init itself must be found without PATH too.
        const before = shell(`self=$(command -v ${program}); shift; set -- "$self" "$@"; ${where}`);
        await using run = start(init, { before, command: ["sh", "-c", "exit 5"] });
        same(`ending with ${where}`, await run.ended(), { code: 5 });
      }
    },
  },
  {
    id: "M14",
    title: "a name or a path of 5,000 letters is an error like any other",
    async run(init) {
      for (const name of ["x".repeat(5000), `/${"x".repeat(5000)}`]) {
        await using run = start(init, { command: [name] });
        const { code } = await run.finished();
        must(code === 126 || code === 127, `exit code ${code}`);
        same("lines on stderr", run.err.trim().split("\n").length, 1);
      }
    },
  },
  {
    id: "N1",
    title: "options of the command need no -- before it",
    async run(init) {
      const command = ["/bin/echo", "-l", "-x", "--version", "-g", "--", "-s"];
      await using run = start(init, { separator: false, command });
      same("ending", await run.finished(), { code: 0 });
      same("output", run.out, "-l -x --version -g -- -s\n");
    },
  },
  {
    id: "N2",
    title: "the same behind an option of the init",
    async run(init) {
      const options = { to: "group" } as const;
      await using run = start(init, {
        options,
        place: "child",
        separator: false,
        command: ["/bin/echo", "-l", "x"],
      });
      same("ending", await run.finished(), { code: 0 });
      same("output", run.out, "-l x\n");
    },
  },
];
