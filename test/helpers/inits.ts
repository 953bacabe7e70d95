import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Options } from "./options.ts";
import { catatonitFlags, dumbInitFlags, lissomFlags, type Place, tiniFlags } from "./options.ts";
import { repositoryRoot } from "./root.ts";

/** The variants of lissom, each of which has limits of its own that a case may name as an exemption. */
export type Body = "native" | "node" | "arm64" | "hosted";

/** An init program under test. */
export interface Init {
  name: string;
  /** Undefined: another project's program, whose failures are recorded and are no errors. */
  body?: Body;
  /** The words that start it; its options follow. */
  argv: string[];
  /** Files and programs that must exist for it to run. */
  needs: string[];
  /** Its own way to say `options`, which throws `Unsupported` where it has none. */
  flags(options: Options, place: Place): string[];
  /** False: it takes no "--" before the command. */
  separator?: boolean;
  /** Environment that it needs beyond that of the case. */
  env?: Record<string, string>;
  /** Prints its version. */
  versionArgv?: string[];
}

const dist = (path: string) => join(repositoryRoot, "dist", path);
const nativePath = dist("native/linux-x64/lissom");
const arm64Path = dist("native/linux-arm64/lissom");
const hostedPath = dist("test/lissom-asan");
const launcher = join(repositoryRoot, "bin/lissom.js");

/** Every report of the sanitizers ends the program with this exit code, and is on stderr. */
const sanitizerExitCode = 86;

const lissom = (body: Body, argv: string[], needs: string[], env: Record<string, string> = {}): Init => ({
  name: body === "native" ? "lissom" : `lissom-${body === "hosted" ? "asan" : body}`,
  body,
  argv,
  needs,
  flags: lissomFlags,
  env,
  versionArgv: [...argv, "--version"],
});

/** lissom's bodies: the native one, the Node one, the one for arm64 under qemu, the one built with sanitizers. */
export const bodies: Record<Body, Init> = {
  native: lissom("native", [nativePath], [nativePath]),
  node: lissom("node", [process.execPath, launcher, "--engine", "node"], [launcher, dist("node")]),
  arm64: lissom("arm64", ["qemu-aarch64-static", arm64Path], ["qemu-aarch64-static", arm64Path]),
  hosted: lissom("hosted", [hostedPath], [hostedPath], {
    ASAN_OPTIONS: `detect_leaks=0:exitcode=${sanitizerExitCode}:handle_segv=0:handle_abort=0`,
    UBSAN_OPTIONS: `halt_on_error=1:exitcode=${sanitizerExitCode}:print_stacktrace=1`,
  }),
};

/** The native body, made to fail in the head at the signal RTMIN+29 (63). */
export const faulty: Init = {
  ...lissom("native", [dist("test/lissom-trap")], [dist("test/lissom-trap")]),
  name: "lissom-trap",
};

const peer = (name: string, flags: Init["flags"]): Init => ({
  name,
  argv: [name],
  needs: [name],
  flags,
  versionArgv: [name, "--version"],
});

/** The other projects' programs, as Debian packages them. */
export const peers: Init[] = [
  peer("tini", tiniFlags),
  peer("tini-static", tiniFlags),
  peer("dumb-init", dumbInitFlags),
  peer("catatonit", catatonitFlags),
];

/** No init at all: what a command sees without one. */
export const noInit: Init = { name: "none", argv: [], needs: [], flags: () => [], separator: false };

/** Why `init` cannot be run on this machine, or undefined when it can. */
export function whyMissing(init: Init): string | undefined {
  const missing = init.needs.filter((need) => !(need.startsWith("/") ? existsSync(need) : isOnPath(need)));
  return missing.length === 0 ? undefined : `not on this machine: ${missing.join(", ")}`;
}

/** The first line of what `init` says about its version. */
export function versionOf(init: Init): string {
  if (init.versionArgv === undefined) return init.name;
  const [program = "", ...words] = init.versionArgv;
  // dumb-init says it on stderr.
  const { stdout, stderr } = spawnSync(program, words, { encoding: "utf8" });
  return (stdout || stderr).split("\n")[0] ?? init.name;
}

/** Whether a program called `name` can be found along PATH. */
export function isOnPath(name: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
