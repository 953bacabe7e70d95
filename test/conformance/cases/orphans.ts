import { fixture } from "../../helpers/fixtures.ts";
import { poll, stays } from "../../helpers/poll.ts";
import { childrenOf, field, stateOf } from "../../helpers/proc.ts";
import { start } from "../../helpers/run.ts";
import { type Case, limits, must, same, shell, talker } from "../case.ts";

const storm = (place: "pid1" | "child", id: string): Case => ({
  id,
  title: `3,000 orphans that end at once are all reaped ${place === "pid1" ? "by PID 1" : "by an ordinary process"}`,
  exempt: place === "child" ? { arm64: limits.qemuSubreaper } : {},
  async run(init) {
    await using run = start(init, { place, command: [fixture("storm"), "3000"] });
    await run.says(/done/, 20_000);
    const pid = await run.pid();
    await poll("only the command to be left", () => childrenOf(pid).length === 1, 20_000);
    must(!/^adopted/m.test(run.notes), "orphans fell to the parent of the init");
    await run.signal(15);
    same("ending", await run.ended(), { code: 143 });
  },
});

/** Adopting, reaping, and doing nothing when there is nothing to do. */
export const orphanCases: Case[] = [
  storm("pid1", "R1"),
  storm("child", "R2"),
  {
    id: "R3",
    title: "an orphan that ends while the command runs leaves no zombie",
    async run(init) {
      const command = shell('("$@" &); exec sleep 100', ...talker("orphan", "10=0"));
      await using run = start(init, { command });
      const orphan = await run.pidOf("orphan");
      process.kill(orphan, 10);
      await poll("the orphan to be reaped", () => stateOf(orphan) === undefined, 4000);
      must(!run.hasEnded(), "the init ended with the orphan");
    },
  },
  {
    id: "R4",
    title: "the end of an orphan that has the command's exit code to lose does not change it",
    async run(init) {
      const command = shell('(sh -c "exit 9" &) ; (sh -c "kill -9 \\$\\$" &); read line; exit 4');
      await using run = start(init, { stdin: "pipe", command });
      run.process.stdin?.end("\n");
      same("ending", await run.ended(), { code: 4 });
    },
  },
  {
    id: "R5",
    title: "the end of the command is seen at once although a crowd of orphans ended and signals keep coming",
    exempt: { arm64: limits.qemuSubreaper },
    async run(init) {
      await using run = start(init, { place: "child", command: [fixture("crowd")] });
      await run.says(/ends/);
      same("ending", await run.ended(1000), { code: 3 });
    },
  },
  {
    id: "U1",
    title: "an idle init does not wake up in 2.5 seconds",
    async run(init) {
      await using run = start(init, { command: talker("main") });
      await run.says(/main ready/);
      const pid = await run.pid();
      const wakeUps = () => Number(field(pid, "voluntary_ctxt_switches"));
      await poll("the init to sleep", () => stateOf(pid) === "S");
      // Node settles for a moment after its first line.
      let before = wakeUps();
      await poll("the init to become quiet", async () => {
        const last = before;
        await stays("it ended", 300, () => !run.hasEnded());
        before = wakeUps();
        return before === last;
      });
      await stays("it ended", 2500, () => !run.hasEnded());
      same("wake-ups", wakeUps() - before, 0);
    },
  },
];
