import { EffectKind } from "../../../src/core/effects.ts";
import type { Supervisor } from "../../../src/core/supervisor.ts";
import { feed } from "../../model/head-events.ts";
import { eventNames, type Step } from "../../model/trace.ts";
import type { Life, Moment } from "./life.ts";
import { MAIN } from "./machine.ts";

/** Above all that a random event is about. */
const FIRST_HELPER = 5_000_000;
const FORKED = 11;

/** A body as far as the head can tell: it answers each order, and tells nothing that cannot be true of a helper. */
export class PlayedBody {
  private helpers = 0;
  /** Those that were killed, or that a stop reaches as any process, and have not ended yet. */
  private readonly forgotten: number[] = [];

  constructor(
    private readonly supervisor: Supervisor,
    private readonly life: Life,
  ) {}

  /** Feeds an event, and then what the body answers to each order. @returns what each did */
  *happen(step: Step, nowMs: number): Generator<Moment> {
    const events = [this.possible(step)];
    for (let event = events.shift(); event !== undefined; event = events.shift()) {
      const moment = this.feedOne(event, nowMs);
      for (const { kind } of moment.effects) {
        if (kind === EffectKind.StartCommand) events.push(this.commandAnswer());
        else if (kind === EffectKind.StartHelper) events.push(this.helperAnswer());
      }
      yield moment;
    }
  }

  private feedOne(step: Step, nowMs: number): Moment {
    const supervisor = this.supervisor;
    const { phase, deadlineMs, mainPid, helperPid, requestSigno, effects: queue } = supervisor;
    feed(supervisor, eventNames.indexOf(step.name), step.a, step.b, step.c, nowMs);
    const effects = Array.from({ length: queue.length }, (_, index) => ({ ...queue.at(index) }));
    queue.clear();
    if (helperPid > 0 && supervisor.helperPid !== helperPid && step.a !== helperPid)
      this.forgotten.push(helperPid);
    return {
      step,
      nowMs,
      effects,
      phaseBefore: phase,
      deadlineBefore: deadlineMs,
      mainPidBefore: mainPid,
      helperPidBefore: helperPid,
      endsHelper: step.name === "helperEnded" || (step.name === "childExited" && step.a === helperPid),
      isFirstRequest: requestSigno === 0 && supervisor.requestSigno !== 0,
    };
  }

  /** What a random event can be about: a start was ordered, a helper is known, a command that runs may not be found. */
  private possible(step: Step): Step {
    const { mainPid, helperPid } = this.supervisor;
    if (step.name === "helperEnded") return this.helperEnd(step);
    if (step.name === "helperStarted" || step.name === "started") return nothing;
    if (step.name === "startFailed" && mainPid === 0) return nothing;
    return step.name === "childExited" && step.a === helperPid ? nothing : step;
  }

  /** A process that the head knows or has forgotten ends, or a task. */
  private helperEnd(step: Step): Step {
    const { helperPid } = this.supervisor;
    if (helperPid < 0) return step;
    const pid = helperPid > 0 ? helperPid : this.forgotten.shift();
    const status = step.b === 0 ? step.a << 8 : step.b;
    return pid === undefined ? nothing : { ...step, name: "childExited", a: pid, b: status };
  }

  private commandAnswer(): Step {
    const runs = this.life.commandRuns;
    return { ...nothing, name: runs ? "started" : "startFailed", a: runs ? MAIN : 127, b: 2 };
  }

  private helperAnswer(): Step {
    const how = this.life.helpers[this.helpers % this.life.helpers.length];
    this.helpers += 1;
    if (how === "none") return { ...nothing, name: "helperEnded", a: 126, b: FORKED };
    const pid = how === "task" ? -this.helpers : FIRST_HELPER + this.helpers;
    return { ...nothing, name: "helperStarted", a: pid };
  }
}

/** An orphan that nobody knows ends. */
const nothing: Step = { name: "childExited", a: 4_999_999, b: 0, c: 0, after: 0 };
