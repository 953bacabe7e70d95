import { expect, test } from "vitest";
import { EffectKind } from "../../src/core/effects.ts";
import { Phase } from "../../src/core/phase.ts";
import { RepeatStop, Target } from "../../src/core/settings.ts";
import { Signal } from "../../src/core/signals.ts";
import { ExitCode, exitCodeOf } from "../../src/core/wait-status.ts";
import { inEveryLife, type Moment } from "./support/life.ts";
import { MAIN } from "./support/machine.ts";

const PIPE = 13;
const XFSZ = 25;

/** The moments' effects, one by one. */
function kinds({ effects }: Moment): EffectKind[] {
  return effects.map(({ kind }) => kind);
}

test("no order of events signals the child or its group before it starts or once it was reaped", () => {
  inEveryLife((supervisor) => ({ effects, mainPidBefore }) => {
    for (const { kind, y } of effects) {
      if (kind !== EffectKind.SendSignal || y === Target.All || y === Target.Outsiders) continue;
      expect(mainPidBefore).toBe(MAIN);
      expect(supervisor.mainPid).toBe(MAIN);
    }
  });
});

test("the exit code is that of the main process, mapped, whatever ends before or after it", () => {
  let exits = 0;
  inEveryLife((supervisor) => {
    let expected = -1;
    let isChecked = false;
    return ({ step, effects, phaseBefore, mainPidBefore, endsHelper, isFirstRequest }) => {
      if (phaseBefore === Phase.Ended) return;
      const exitCode = step.name === "helperEnded" ? step.a : exitCodeOf(step.b);
      if (step.name === "childExited" && step.a === mainPidBefore && mainPidBefore !== 0) {
        expected = supervisor.settings.exitMap[exitCodeOf(step.b)] ?? -1;
      } else if (step.name === "startFailed") {
        expected = step.a;
      } else if (phaseBefore === Phase.Preparing && endsHelper) {
        // A hook that is missing is a mistake in what lissom was told.
        if (exitCode > 0) expected = isChecked ? exitCode : ExitCode.OwnFailure;
        isChecked = true;
      } else if (phaseBefore <= Phase.Preparing && isFirstRequest) {
        expected = supervisor.settings.exitMap[128 + step.a] ?? -1;
      } else if (phaseBefore === Phase.Paused) {
        expected = 0;
      }
      const exit = effects.find(({ kind }) => kind === EffectKind.Exit);
      if (!exit) return;
      exits += 1;
      const mainSurvivesKill = supervisor.mainPid !== 0;
      expect(exit.x).toBe(mainSurvivesKill ? 128 + Signal.Kill : expected);
    };
  });
  expect(exits).toBeGreaterThan(500);
});

test("during a stop nothing but its own deadline or the end of the processes changes its timer", () => {
  inEveryLife((supervisor) => ({ step, phaseBefore, deadlineBefore }) => {
    if (phaseBefore !== Phase.Stopping || supervisor.deadlineMs === deadlineBefore) return;
    expect(["deadlinePassed", "noChildren", "childrenLeft", "startFailed", "signal"]).toContain(step.name);
    if (step.name === "childrenLeft") expect(supervisor.phase).toBe(Phase.Killing);
    if (step.name === "signal") expect(supervisor.settings.repeatStop).not.toBe(RepeatStop.Forward);
  });
});

test("no event causes more effects than the queue holds, even when everything is logged", () => {
  inEveryLife((supervisor) => () => expect(supervisor.effects.overflow).toBe(0));
});

test("Exit is ordered once, as the last effect of its event, and nothing comes after it", () => {
  inEveryLife((supervisor) => (moment) => {
    const exitAt = kinds(moment).indexOf(EffectKind.Exit);
    if (exitAt >= 0) expect(exitAt).toBe(moment.effects.length - 1);
    expect(exitAt >= 0).toBe(supervisor.phase === Phase.Ended && moment.phaseBefore !== Phase.Ended);
    if (moment.phaseBefore === Phase.Ended) expect(moment.effects).toEqual([]);
    if (moment.phaseBefore === Phase.Ended) expect(supervisor.phase).toBe(Phase.Ended);
  });
});

test("every signal of a process but PIPE and XFSZ of its own is passed on or dropped by the map while the command runs, but for stop requests that are counted", () => {
  inEveryLife((supervisor) => ({ step, effects, phaseBefore, isFirstRequest }) => {
    if (step.name !== "signal" || step.b > 0) return;
    if (step.c === supervisor.selfPid && [PIPE, XFSZ].includes(step.a)) return;
    if (phaseBefore < Phase.Running || phaseBefore >= Phase.AfterExit) return;
    const mapped = supervisor.settings.map[step.a];
    const sent = effects.filter(({ kind }) => kind === EffectKind.SendSignal).map(({ x }) => x);
    const isRepeated = supervisor.settings.isStopRequest(step.a) && !isFirstRequest;
    const isCounted = supervisor.settings.repeatStop !== RepeatStop.Forward;
    if (isFirstRequest && phaseBefore === Phase.Running) return;
    if (isRepeated && isCounted) return;
    if (mapped === 0) expect(sent).toEqual([]);
    else expect(sent[0]).toBe(mapped);
  });
});
