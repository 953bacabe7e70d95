import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withFolder } from "../../helpers/folder.ts";
import type { Init } from "../../helpers/inits.ts";
import { lissomEnvironment, type Options } from "../../helpers/options.ts";
import { type Setup, start } from "../../helpers/run.ts";
import { type Case, must, same, scene, shell, talker } from "../case.ts";
import { hook, hookOf, hookOutput } from "../hooks.ts";

/**
 * Runs the same hook at each of the three times of one life, in both places.
 *
 * @returns what the three wrote to stderr
 */
async function probe(init: Init, value: string, setup: Partial<Setup> = {}): Promise<string[]> {
  const seen: string[] = [];
  for (const place of init.body === "arm64" ? (["pid1"] as const) : (["pid1", "child"] as const)) {
    const options: Options = { beforeStart: [value], beforeStop: [value], afterExit: [value] };
    await using run = start(init, { place, options, ...setup, command: talker("main", "15=3") });
    await run.says(/main ready/);
    await run.signal(15);
    same("ending", await run.finished(), { code: 3 });
    must(/^main ready \d+\nmain got 15\nmain exits 3\n$/.test(run.out), `stdout holds more: ${run.out}`);
    seen.push(hookOutput(run));
  }
  return seen;
}

/** Fails unless the hook wrote `line` at each time, and nothing else. */
async function sees(init: Init, value: string, line: string, setup: Partial<Setup> = {}): Promise<void> {
  for (const text of await probe(init, value, setup)) same("seen by the hooks", text, `${line}\n`.repeat(3));
}

/** What surrounds a hook, whenever it runs. */
export const hookSurroundingCases: Case[] = [
  {
    id: "hook-surroundings.1",
    title: "hooks run in the folder in which the init was started, also where the init has left it",
    run: (init) =>
      withFolder((folder) => sees(init, "pwd", folder, { before: shell(`cd ${folder} && exec "$@"`) })),
  },
  {
    id: "hook-surroundings.2",
    title: "a hook's program is found from the folder in which the init was started, and along PATH",
    run: (init) =>
      withFolder(async (folder) => {
        const program = join(folder, "tool");
        writeFileSync(program, '#!/bin/sh\necho "tool $1"\n');
        chmodSync(program, 0o755);
        const before = shell(`cd ${folder} && exec "$@"`);
        await sees(init, "./tool 'a  b'", "tool a  b", { before });
        const env = { PATH: `${folder}:/usr/bin:/bin` };
        await sees(init, hookOf("tool", "$HOME;*"), "tool $HOME;*", { env });
      }),
  },
  {
    id: "hook-surroundings.3",
    title: "a hook's stdin is empty, and what is typed is left to the command",
    async run(init) {
      await sees(init, hook("wc -c; readlink /proc/self/fd/0"), "0\n/dev/null");
      const options = { beforeStart: ["cat"] };
      await using run = start(init, { options, stdin: "pipe", command: ["cat"] });
      run.process.stdin?.end("typed\n");
      same("ending", await run.finished(), { code: 0 });
      same("stdout", run.out, "typed\n");
      same("stderr", run.err, "");
    },
  },
  {
    id: "hook-surroundings.4",
    title: "a hook's stdout and stderr are both the init's stderr",
    run: (init) => sees(init, hook("echo one; echo two >&2"), "one\ntwo"),
  },
  {
    id: "hook-surroundings.5",
    title: "a hook has no descriptors but the first three",
    run: (init) => {
      const list = "fd=0; while [ $fd -lt 99 ]; do [ ! -e /proc/$$/fd/$fd ] || echo $fd; fd=$((fd+1)); done";
      return sees(init, hook(list), "0\n1\n2");
    },
  },
  {
    id: "hook-surroundings.6",
    title: "a hook leads a process group of its own",
    run: (init) => sees(init, hook("set -- $(cat /proc/$$/stat); echo $(($1 - $5))"), "0"),
  },
  {
    id: "hook-surroundings.7",
    title:
      "a hook starts with an empty signal mask, and with no signal ignored, whatever its launcher blocked",
    async run(init) {
      const masks = ["sed", "-n", "s/^Sig\\(Blk\\|Ign\\)://p", "/proc/self/status"];
      const none = "\t0000000000000000";
      await sees(init, hookOf(...masks), `${none}\n${none}`);
      const before = scene("block", "1", "block", "15", "block", "34");
      await sees(init, hookOf(...masks), `${none}\n${none}`, { before });
    },
  },
  {
    id: "hook-surroundings.8",
    title: "hooks inherit the environment",
    run: (init) => sees(init, hook('echo "$HELLO"'), "some  words", { env: { HELLO: "some  words" } }),
  },
  {
    id: "hook-surroundings.9",
    title: "what hooks are told replaces variables of the same name, which the command keeps",
    async run(init) {
      const env = { LISSOM_SIGNAL: "old", LISSOM_PID: "old", LISSOM_REASON: "old", LISSOM_EXIT_CODE: "old" };
      const list = "env | grep -c '^LISSOM_\\(SIGNAL\\|PID\\)='; echo $LISSOM_SIGNAL";
      const options = {
        beforeStart: [hook('echo "[$LISSOM_SIGNAL$LISSOM_PID$LISSOM_EXIT_CODE$LISSOM_REASON]"')],
        beforeStop: [hook(`${list} [$LISSOM_EXIT_CODE$LISSOM_REASON]`)],
        afterExit: [hook("echo $LISSOM_REASON $LISSOM_EXIT_CODE [$LISSOM_PID]")],
      };
      const command = shell('echo "$LISSOM_SIGNAL"; exec "$@"', ...talker("main", "15=3"));
      await using run = start(init, { options, env, command });
      await run.says(/main ready/);
      await run.signal(15);
      same("ending", await run.finished(), { code: 3 });
      same("seen by the hooks", hookOutput(run), "[]\n2\nSIGTERM []\nexited 3 []\n");
      same("seen by the command", run.out.split("\n")[0], "old");
    },
  },
  {
    id: "hook-surroundings.10",
    title: "a hook's words are quoted as in a shell, and nothing in them is expanded",
    async run(init) {
      const print = "printf [%s]";
      const written: [string, string][] = [
        [`${print} a 'b  c' "d  e" f\\ g`, "[a][b  c][d  e][f g]"],
        [`  ${print}\ta'b'"c"d   `, "[abcd]"],
        [`${print} "" '' x`, "[][][x]"],
        [`${print} '$HOME' $HOME "$HOME" * ~`, "[$HOME][$HOME][$HOME][*][~]"],
        [`${print} "\\"" "\\\\" "\\a" '\\' \\'`, `["][\\][\\a][\\][']`],
        [`${print} ';' \\; 'a|b' a|b '&'`, "[;][;][a|b][a|b][&]"],
        [`["printf", "[%s]", "a b", "\\"\\\\\\/", "\\u0041"]`, '[a b]["\\/][A]'],
        [` [ "printf" , "[%s]" ] `, "[]"],
        [`${print} größe 日本`, "[größe][日本]"],
      ];
      for (const [value, seen] of written) {
        await using run = start(init, { options: { beforeStart: [value] }, command: ["true"] });
        same("ending", await run.finished(), { code: 0 });
        same(`words of ${value}`, Buffer.from(run.err, "latin1").toString(), seen);
      }
    },
  },
  {
    id: "hook-surroundings.11",
    title: "a hook that is a script without #! runs through /bin/sh, as the command does",
    run: (init) =>
      withFolder(async (folder) => {
        const program = join(folder, "script");
        writeFileSync(program, 'echo "plain $1"\n');
        chmodSync(program, 0o755);
        await sees(init, hookOf(program, "word"), "plain word");
      }),
  },
  {
    id: "hook-surroundings.12",
    title: "hooks run without /proc, on a read-only root, and as a user without any right",
    async run(init) {
      // The sanitizers have something to say where there is no /proc.
      const unseen = await probe(init, "echo word", { before: scene("noproc") });
      for (const text of unseen) same("hooks that ran", text.match(/^word$/gm)?.length, 3);
      await sees(init, "echo word", "word", { before: scene("readonly") });
      await sees(init, "echo word", "word", { before: ["unshare", "-U", "setpriv", "--no-new-privs"] });
    },
  },
  {
    id: "hook-surroundings.13",
    title: "hooks run where stdin and stderr are closed",
    run: (init) =>
      withFolder(async (folder) => {
        const file = join(folder, "told");
        const told = hook(`echo word >> ${file}; echo lost; echo lost >&2; exit 0`);
        const options: Options = { beforeStart: [told], beforeStop: [told], afterExit: [told] };
        const before = scene("close", "0", "close", "2");
        await using run = start(init, { before, options, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("told", readFileSync(file, "utf8"), "word\nword\nword\n");
        must(!/lost/.test(run.out), "the hooks wrote to the command's output");
      }),
  },
  {
    id: "hook-surroundings.14",
    title: "a lissom inside a hook does not run the hooks again",
    run: (init) =>
      withFolder(async (folder) => {
        const file = join(folder, "told");
        // Where the promise is broken, each would run the next one, for ever.
        const script = `env | sed -n 's/^LISSOM_[AB].*=./&/p'; echo hook >> ${file}; [ $(wc -l < ${file}) -gt 9 ] || exec "$@"`;
        const again = hook(script, ...init.argv, "true");
        const hooks: Options = { beforeStart: [again], beforeStop: [again], afterExit: [again] };
        const env = lissomEnvironment({ ...hooks, beforeStopHttp: ["http://127.0.0.1:1/"] });
        await using run = start(init, { env, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("told", readFileSync(file, "utf8"), "hook\n".repeat(3));
        same("variables that are not empty", hookOutput(run), "");
      }),
  },
  {
    id: "hook-surroundings.15",
    title: "where the folder in which the init was started is gone, hooks run all the same",
    run: (init) =>
      withFolder(async (folder) => {
        const enter = (then: string) => shell(`mkdir ${folder}/in && cd ${folder}/in && ${then}exec "$@"`);
        await sees(init, "echo word", "word", { before: enter("rmdir ../in && ") });
        const options = {
          beforeStart: [`rmdir ${folder}/in`],
          beforeStop: [hook("pwd")],
          afterExit: ["pwd"],
        };
        await using run = start(init, { before: enter(""), options, command: talker("main", "15=3") });
        await run.says(/main ready/);
        await run.signal(15);
        same("ending", await run.finished(), { code: 3 });
        same("folders", hookOutput(run), "/\n/\n");
      }),
  },
];
