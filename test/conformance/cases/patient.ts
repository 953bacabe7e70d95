import type { Init } from "../../helpers/inits.ts";
import type { Options } from "../../helpers/options.ts";

/** For our own bodies: a stop that never escalates. The others have no escalation that could be switched off. */
export function patient(init: Init): Options {
  return init.body === undefined ? {} : { grace: "never" };
}

/** For our own bodies: a stop that escalates soon. The others do not escalate, which is what their case then shows. */
export function hasty(init: Init, grace = "300ms"): Options {
  return init.body === undefined ? {} : { grace };
}
