import { lookup } from "node:dns";
import { connect, type LookupFunction } from "node:net";
import type { Hook } from "../core/hook.ts";
import {
  isSuccess,
  NO_STATUS_YET,
  NOT_HTTP,
  requestSize,
  StatusReader,
  writeRequest,
} from "../core/http-message.ts";
import {
  NO_ANSWER,
  NO_HTTP_ANSWER,
  writeConnectionFailure,
  writeResolveFailure,
  writeStatusFailure,
} from "../core/request-failure.ts";
import { noteLookup } from "./exit.ts";
import { bytesOf, textOf } from "./written.ts";

/** How long an address is tried where there is another one, in milliseconds; as in the native body. */
const TRY_MS = 1000;
const CAUSE_MAX = 512;

/** Addresses of this machine, whatever its files say. */
const LOCALHOST = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/**
 * Makes the HTTP request of a hook. It has no limit of its own: abort it.
 *
 * @returns why it did not succeed, in a few words; empty where it did, undefined where it was aborted
 */
export function request(hook: Hook, abort: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({
      host: hook.host,
      port: hook.port,
      lookup: lookupAll,
      autoSelectFamily: true,
      autoSelectFamilyAttemptTimeout: TRY_MS,
    });
    const settle = (cause: string | undefined) => {
      abort.removeEventListener("abort", giveUp);
      socket.destroy();
      resolve(cause);
    };
    const giveUp = () => settle(undefined);
    abort.addEventListener("abort", giveUp);
    if (abort.aborted) giveUp();
    const reader = new StatusReader();
    socket.on("data", (bytes) => {
      const status = reader.feed(bytes, bytes.length);
      if (status !== NO_STATUS_YET) settle(causeOfStatus(status));
    });
    socket.on("end", () => settle(NO_ANSWER));
    socket.on("error", (error) => settle(causeOfError(hook.host, error)));
    socket.write(bytesOf(requestSize(hook), (out) => writeRequest(out, hook)));
  });
}

/** Gives all addresses, those of IPv4 first. */
const lookupAll: LookupFunction = (host, _, done) => {
  if (host.toLowerCase() === "localhost") process.nextTick(done, null, LOCALHOST);
  else {
    const isOver = noteLookup();
    lookup(host, { all: true, order: "ipv4first" }, (...answer) => {
      isOver();
      done(...answer);
    });
  }
};

function causeOfStatus(status: number): string {
  if (isSuccess(status)) return "";
  return status === NOT_HTTP ? NO_HTTP_ANSWER : textOf(CAUSE_MAX, (out) => writeStatusFailure(out, status));
}

/** Where several addresses were tried, the last one's error is the cause. */
function causeOfError(
  host: string,
  error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] },
): string {
  if (error.syscall === "getaddrinfo") {
    return textOf(CAUSE_MAX, (out) => writeResolveFailure(out, host, error.code !== "EAI_AGAIN"));
  }
  const { errno, message } = error.errors?.at(-1) ?? error;
  return errno === undefined ? message : textOf(CAUSE_MAX, (out) => writeConnectionFailure(out, -errno));
}
