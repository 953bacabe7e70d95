import { expect, test } from "vitest";
import { Fact, Reason, reasonName } from "../../src/core/ending.ts";
import { EVENTS, Event, levelName, targetName } from "../../src/core/log-events.ts";
import { Level, Target } from "../../src/core/settings.ts";

/** The names that programs which read the log rely on. */
const names: [Event, string][] = [
  [Event.CommandStarted, "commandStarted"],
  [Event.StartFailed, "startFailed"],
  [Event.StopBeforeStart, "stopBeforeStart"],
  [Event.SignalReceived, "signalReceived"],
  [Event.SignalDropped, "signalDropped"],
  [Event.SignalSent, "signalSent"],
  [Event.SignalFailed, "signalFailed"],
  [Event.StopRequested, "stopRequested"],
  [Event.StopEscalated, "stopEscalated"],
  [Event.KillSent, "killSent"],
  [Event.MainStopped, "mainStopped"],
  [Event.MainContinued, "mainContinued"],
  [Event.MainExited, "mainExited"],
  [Event.LeftoversFound, "leftoversFound"],
  [Event.OrphanReaped, "orphanReaped"],
  [Event.ProcessesUnkillable, "processesUnkillable"],
  [Event.Finished, "finished"],
  [Event.SubreaperFailed, "subreaperFailed"],
  [Event.NoProcessTable, "noProcessTable"],
  [Event.VariableUnknown, "variableUnknown"],
  [Event.LinesDropped, "linesDropped"],
  [Event.HeadFault, "headFault"],
  [Event.ZombieReaped, "zombieReaped"],
  [Event.NotReaping, "notReaping"],
  [Event.HookStarted, "hookStarted"],
  [Event.HookFailed, "hookFailed"],
  [Event.HookTimedOut, "hookTimedOut"],
  [Event.HookSkipped, "hookSkipped"],
  [Event.HookMissing, "hookMissing"],
  [Event.BeforeStartFailed, "beforeStartFailed"],
  [Event.DrainStarted, "drainStarted"],
  [Event.Drained, "drained"],
  [Event.ConnectionsCut, "connectionsCut"],
  [Event.NoConnectionTable, "noConnectionTable"],
  [Event.BudgetTooShort, "budgetTooShort"],
  [Event.OutOfMemory, "outOfMemory"],
];

test("every event is found at its number under its own name", () => {
  expect(EVENTS.map(({ name }, index) => [index, name])).toEqual(names);
});

test("an entry has at most the three numbers of an effect, each under a name of its own", () => {
  for (const { name, fields } of EVENTS) {
    if (name !== "finished") expect(fields.length).toBeLessThanOrEqual(3);
    expect(new Set(fields.map((field) => field.name)).size).toBe(fields.length);
  }
});

test("behind the three numbers of its own, the last entry has the facts of the ending in their order", () => {
  const facts: [Fact, string][] = [
    [Fact.StopSignal, "stopSignal"],
    [Fact.SenderPid, "senderPid"],
    [Fact.BeforeStart, "beforeStartMs"],
    [Fact.Run, "runMs"],
    [Fact.BeforeStop, "beforeStopMs"],
    [Fact.Delay, "delayMs"],
    [Fact.Drain, "drainMs"],
    [Fact.Stopping, "stoppingMs"],
    [Fact.Leftovers, "leftoversMs"],
    [Fact.Killing, "killingMs"],
    [Fact.AfterExit, "afterExitMs"],
    [Fact.ConnectionsCut, "connectionsCut"],
    [Fact.OomKills, "oomKills"],
    [Fact.PeakMemory, "peakMemoryKiB"],
    [Fact.Cpu, "cpuMs"],
    [Fact.Survivors, "survivors"],
  ];
  const shown = EVENTS[Event.Finished]?.fields.map(({ name }) => name) ?? [];
  expect(shown.slice(0, 3)).toEqual(["exitCode", "reason", "signal"]);
  expect(shown.slice(3).map((name, fact) => [fact, name])).toEqual(facts);
});

test("each reason has the word that a hook finds in LISSOM_REASON", () => {
  const reasons = [Reason.Exited, Reason.Signalled, Reason.KilledAfterGrace, Reason.OutOfMemory];
  expect([...reasons, Reason.StartFailed].map(reasonName)).toEqual([
    "exited",
    "signalled",
    "killed-after-grace",
    "out-of-memory",
    "start-failed",
  ]);
});

test("no field is named like one of pino's or like the entry's own", () => {
  const taken = ["level", "time", "pid", "hostname", "event", "msg"];
  for (const { fields } of EVENTS) for (const { name } of fields) expect(taken).not.toContain(name);
});

test("messages and names need no escaping in JSON", () => {
  for (const { name, message, fields } of EVENTS) {
    for (const text of [name, message, ...fields.map((field) => field.name)])
      expect(text).toMatch(/^[a-zA-Z0-9 /',#!.()-]+$/);
  }
});

test("levels and targets have the names that the options accept", () => {
  const levels = [Level.Trace, Level.Debug, Level.Info, Level.Warn, Level.Error];
  expect(levels.map(levelName)).toEqual(["trace", "debug", "info", "warn", "error"]);
  const targets = [Target.Child, Target.Group, Target.All, Target.Outsiders];
  expect(targets.map(targetName)).toEqual(["child", "group", "all", "outsiders"]);
});
