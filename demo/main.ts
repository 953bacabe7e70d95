// npm start: lissom as PID 1, without a container engine. `npm start -- COMMAND...` runs a command of yours that way;
// options of lissom may stand before it.
import { findBody } from "./body.ts";
import { findPlace } from "./place.ts";
import { runCommand } from "./run-command.ts";
import { show } from "./show.ts";

const words = process.argv.slice(2);
const place = findPlace();
const body = findBody();
if (words.length > 0) {
  process.exitCode = await runCommand(place, body, words);
} else {
  // What is running then is ended when this process exits.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  process.exitCode = await show(place, body);
}
