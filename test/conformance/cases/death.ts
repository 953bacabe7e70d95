import { fixture } from "../../helpers/fixtures.ts";
import type { Init } from "../../helpers/inits.ts";
import type { Place } from "../../helpers/options.ts";
import { start } from "../../helpers/run.ts";
import { type Case, forEach, limits, must, range, same, shell } from "../case.ts";

const harmless = [17, 18, 19, 20, 21, 22, 23, 28]; // CHLD, CONT, STOP, TSTP, TTIN, TTOU, URG, WINCH
const standard = range(1, 31).filter((signo) => !harmless.includes(signo));

async function deathsAreTold(init: Init, place: Place, signals: number[]): Promise<void> {
  const wrong: string[] = [];
  await forEach(signals, 2, async (signo) => {
    await using run = start(init, { place, command: [fixture("die"), String(signo)] });
    const ended = await run.ended().catch(() => ({ code: "none, it hangs" }));
    if (ended.code !== 128 + signo) wrong.push(`${signo}: ${JSON.stringify(ended)}`);
  });
  must(wrong.length === 0, `not 128+n for signal ${wrong.sort().join(", ")}`);
}

/** What the init's exit code says about the command's end. */
export const deathCases: Case[] = [
  {
    id: "D1",
    title: "as PID 1, death of the command by standard signal n ends with 128+n",
    run: (init) => deathsAreTold(init, "pid1", standard),
  },
  {
    id: "D2",
    title: "as PID 1, death of the command by real-time signal n ends with 128+n",
    exempt: { node: limits.nodeRealtimeDeath, arm64: limits.qemuSignals },
    run: (init) => deathsAreTold(init, "pid1", range(32, 64)),
  },
  {
    id: "D3",
    title: "as an ordinary process, death of the command by a signal n ends with 128+n",
    run: (init) => deathsAreTold(init, "child", [1, 2, 6, 9, 11, 15]),
  },
  {
    id: "D4",
    title: "every exit code from 0 to 255 of the command is the init's own (for the Node body, every eighth)",
    async run(init) {
      const codes =
        init.body === "node" ? range(0, 31).map((index) => index * 8 + (index % 8)) : range(0, 255);
      const wrong: string[] = [];
      await forEach(codes, 2, async (code) => {
        await using run = start(init, { command: shell(`exit ${code}`) });
        const ended = await run.ended().catch(() => "none, it hangs");
        if (JSON.stringify(ended) !== JSON.stringify({ code }))
          wrong.push(`${code}: ${JSON.stringify(ended)}`);
      });
      must(wrong.length === 0, `not passed on: ${wrong.join(", ")}`);
    },
  },
  {
    id: "D5",
    title: "--exit-map 143=0 makes a death by TERM a success",
    async run(init) {
      const options = { exitMap: ["143=0"] };
      await using run = start(init, { options, command: [fixture("die"), "15"] });
      same("ending", await run.ended(), { code: 0 });
      await using other = start(init, { options, command: shell("exit 144") });
      same("ending of another code", await other.ended(), { code: 144 });
    },
  },
  {
    id: "D6",
    title: "--exit-map changes any code into any other, and may be given more than once",
    async run(init) {
      const options = { exitMap: ["3=200", "200=4"] };
      await using run = start(init, { options, command: shell("exit 3") });
      same("ending", await run.ended(), { code: 200 });
      await using second = start(init, { options, command: shell("exit 200") });
      same("second ending", await second.ended(), { code: 4 });
    },
  },
];
