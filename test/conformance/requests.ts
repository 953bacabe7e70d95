import type { Init } from "../helpers/inits.ts";
import { type Run, type Setup, start } from "../helpers/run.ts";
import { listen } from "../helpers/server.ts";
import { must, same, talker } from "./case.ts";
import { eventsOf } from "./hooks.ts";

/** Answers each request, once its headers are whole, with `text`. */
export const answering = (text: string, host = "127.0.0.1") =>
  listen({
    host,
    answer(socket, received) {
      if (received.endsWith("\r\n\r\n")) socket.end(text);
    },
  });

/** A server that answers with a status. */
export const statusServer = (line: string, host?: string) =>
  answering(`HTTP/1.1 ${line}\r\nContent-Length: 0\r\n\r\n`, host);

/** Stops a command with the requests as hooks; the stop always ends with the command's own code. */
export async function stopWith(
  init: Init,
  beforeStopHttp: string[],
  setup: Omit<Partial<Setup>, "command"> = {},
): Promise<Run> {
  const options = { beforeStopHttp, ...setup.options };
  await using run = start(init, { ...setup, options, command: talker("main", "15=3") });
  await run.says(/main ready/);
  await run.signal(15);
  same("ending", await run.finished(), { code: 3 });
  return run;
}

/** The one warning that the request failed, which names it. */
export function failed(run: Run, url: string, cause: RegExp): void {
  const failures = eventsOf(run, "hookFailed");
  same(`warnings (${run.err})`, failures.length, 1);
  const msg = failures[0]?.msg ?? "";
  must(msg.includes(url), `the request is not named: ${msg}`);
  must(cause.test(msg), `the cause is not told: ${msg}`);
}
