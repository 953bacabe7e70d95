/** Why an HTTP request did not succeed, in a few words for the log. */
import { ByteWriter } from "./byte-writer.ts";

/** Error numbers of sockets, the same on x86-64 and arm64. */
export const enum SocketErrno {
  IsConnected = 106,
  TimedOut = 110,
  Refused = 111,
  Already = 114,
  InProgress = 115,
}

/** Writes that there is no connection, why where it is a common cause, and the error number. */
export function writeConnectionFailure(out: ByteWriter, errno: i32): void {
  out.text("connection ");
  if (errno === SocketErrno.Refused) out.text("refused");
  else if (errno === SocketErrno.TimedOut) out.text("timed out");
  else out.text("failed");
  out.text(" (errno ");
  out.number(errno as f64);
  out.byte(0x29);
}

/** Writes that a name has no address. @param isKnown whether a nameserver said so, and not that none could tell */
export function writeResolveFailure(out: ByteWriter, host: string, isKnown: bool): void {
  out.text("cannot resolve ");
  out.text(host);
  if (!isKnown) out.text(": nameserver failed");
}

/** Writes that an answer was no success. */
export function writeStatusFailure(out: ByteWriter, status: i32): void {
  out.text("status ");
  out.number(status as f64);
}

/** What is said where a connection ended before the status had come. */
export const NO_ANSWER: string = "no answer";
/** What is said where something else than HTTP answers. */
export const NO_HTTP_ANSWER: string = "the answer is not HTTP";
