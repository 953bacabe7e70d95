import type { Init } from "../helpers/inits.ts";
import { start } from "../helpers/run.ts";
import { forEach, same, shell } from "./case.ts";

/** Something that lissom must not start with. */
export interface Mistake {
  flags?: string[];
  env?: Record<string, string>;
  /** What the one line must name: the option, the value, or a hint. */
  names: RegExp;
}

/** Each mistake ends with 125 and one line on stderr that names it, and the command is not started. */
export async function refused(
  init: Init,
  mistakes: Mistake[],
  command = shell("echo started"),
): Promise<void> {
  if (init.body === undefined) throw new Error("has no such option");
  const wrong: string[] = [];
  await forEach(mistakes, 2, async ({ flags = [], env = {}, names }) => {
    await using run = start(init, { flags, env, separator: command.length > 0, command });
    const ended = await run.finished().catch((error: Error) => error.message);
    const line = run.err.trim();
    const what = JSON.stringify(flags.length > 0 ? flags : env);
    const good =
      JSON.stringify(ended) === '{"code":125}' &&
      line.split("\n").length === 1 &&
      line.startsWith("lissom: ");
    if (!good || run.out !== "") wrong.push(`${what}: ${JSON.stringify(ended)} ${run.out}${line}`);
    else if (!names.test(line)) wrong.push(`${what} is answered by ${line}`);
  });
  same("mistakes not refused as they should be", wrong, []);
}
