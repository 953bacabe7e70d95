import { fileURLToPath } from "node:url";
import { findProgram } from "../bench/inits.ts";
import { findBody } from "../demo/body.ts";
import type { Entry, OnStop, Scenario, Spot } from "./model.ts";

const SCRIPT = fileURLToPath(new URL("entrypoint.sh", import.meta.url));
const KINDS: readonly OnStop[] = ["finish", "die"];

/* Hook 1 s, delay 2 s, drain 4 s, grace 2 s and the last 500 ms: less than the ten seconds that the runtime gives. */
const DRAIN = "--delay 2s --drain-timeout 4s --hook-timeout 1s --grace 2s --budget 9500ms".split(" ");

/** Returns every scenario that this machine can play; `say` is told what is missing. */
export function findScenarios(say: (line: string) => void): Scenario[] {
  return findEntries(say).flatMap((entry) =>
    KINDS.map((onStop) => ({ id: `${entry.id}-${onStop}`, entry, onStop })),
  );
}

/** The lissom options of the scenario that loses nothing. */
function drainOptions({ port, unhealthyFile }: Spot): string[] {
  return ["--before-stop", `touch ${unhealthyFile}`, "--drain", String(port), ...DRAIN];
}

function findEntries(say: (line: string) => void): Entry[] {
  const lissom = findBody();
  if (lissom.argv.length > 1) say(`lissom: ${lissom.title}`);
  const plain = (id: string, words: readonly string[], typed: string): Entry => ({
    id,
    title: id,
    typed,
    words: () => words,
    isClaimed: false,
  });
  const peers = ["tini", "dumb-init"].flatMap((name) => {
    const file = findProgram(name);
    if (file === null) say(`${name}: not installed: left out: a Debian package has it`);
    return file === null ? [] : [plain(name, [file, "--"], `${name} --`)];
  });
  return [
    { ...plain("shell", [SCRIPT], "entrypoint.sh"), title: "shell script" },
    ...peers,
    plain("lissom", lissom.argv, "lissom"),
    {
      id: "lissom-drain",
      title: "lissom, drain",
      typed: `lissom ${drainOptions({ port: 8080, unhealthyFile: "/run/unhealthy" }).map(quoted).join(" ")}`,
      words: (spot) => [
        ...lissom.argv,
        ...drainOptions({ ...spot, unhealthyFile: `'${spot.unhealthyFile}'` }),
      ],
      isClaimed: true,
    },
  ];
}

function quoted(word: string): string {
  return word.includes(" ") ? `'${word}'` : word;
}
