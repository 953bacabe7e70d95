import { type Effect, EffectKind, Helper } from "../../../src/core/effects.ts";
import type { Hook } from "../../../src/core/hook.ts";
import { EVENTS, targetName } from "../../../src/core/log-events.ts";
import { writeSignal } from "../../../src/core/signals.ts";
import { textOf } from "./bytes.ts";

/** An effect as a text: `send SIGTERM to group`, `run leave now`, `exit 3`, `log mainExited 3 0 0`. */
export function orderText(effect: Effect, hooks: Hook[]): string {
  const { kind, event, x, y, z, text } = effect;
  const signal = () => textOf((out) => writeSignal(out, x));
  if (kind === EffectKind.StartCommand) return "start command";
  if (kind === EffectKind.StartHelper) return helperText(x, hooks[y]);
  if (kind === EffectKind.KillHelper) return `kill helper ${x}`;
  if (kind === EffectKind.SendSignal) return `send ${signal()} to ${targetName(y)}`;
  if (kind === EffectKind.NoteSurvivors) return "note survivors";
  if (kind === EffectKind.KillAll) return "kill all";
  if (kind === EffectKind.HandOverTerminal) return "hand over terminal";
  if (kind === EffectKind.SuspendSelf) return `suspend with ${signal()}`;
  if (kind === EffectKind.Exit) return `exit ${x}`;
  return `log ${EVENTS[event]?.name} ${x} ${y} ${z}${text === "" ? "" : ` about ${text}`}`;
}

function helperText(helper: number, hook: Hook | undefined): string {
  if (helper === Helper.Check) return "check hooks";
  return helper === Helper.Drain ? "watch connections" : `run ${hook?.text}`;
}
