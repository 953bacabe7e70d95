/** The JavaScript API: lissom under an entrypoint script of one's own. */

export type {
  EndReason,
  EventFields,
  EventMap,
  EventName,
  LogEntry,
  LogLevel,
  SignalName,
  Survivor,
  TargetName,
} from "./node/events.ts";
export { type Outcome, type Supervised, supervise } from "./node/supervise.ts";
export type {
  DurationLike,
  HookCommand,
  HookRequest,
  SignalLike,
  SuperviseOptions,
} from "./node/supervise-options.ts";
