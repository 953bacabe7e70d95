/** A request of HTTP/1.1 without a body, and the status of its answer (RFC 9112). */
import { ByteWriter } from "./byte-writer.ts";
import { VERSION } from "./help.ts";
import { Hook } from "./hook.ts";

const LETTER_P: i32 = 0x50;

/** Bytes that a buffer for the request of a hook must have. */
export function requestSize(hook: Hook): i32 {
  return hook.method.length + hook.path.length + hook.host.length + 160;
}

/** Writes the request of a hook. */
export function writeRequest(out: ByteWriter, hook: Hook): void {
  out.text(hook.method);
  out.byte(0x20);
  out.text(hook.path);
  out.text(" HTTP/1.1\r\nHost: ");
  writeHost(out, hook);
  out.text("\r\nUser-Agent: lissom/");
  out.text(VERSION);
  out.text("\r\nAccept: */*\r\nConnection: close\r\n");
  // POST, PUT and PATCH stand for a body, so its absence is told (RFC 9110, section 8.6).
  if (hook.method.charCodeAt(0) === LETTER_P) out.text("Content-Length: 0\r\n");
  out.text("\r\n");
}

/** Writes the value of the header Host: an IPv6 address in brackets, the port where it is not 80. */
function writeHost(out: ByteWriter, hook: Hook): void {
  const isIpv6 = hook.host.indexOf(":") >= 0;
  if (isIpv6) out.byte(0x5b);
  out.text(hook.host);
  if (isIpv6) out.byte(0x5d);
  if (hook.port !== 80) {
    out.byte(0x3a);
    out.number(hook.port as f64);
  }
}

/** Whether an answer means success: any but an error, as Kubernetes counts for httpGet. */
export function isSuccess(status: i32): bool {
  return status >= 200 && status < 400;
}

/** What StatusReader.feed returns as long as the status has not come. */
export const NO_STATUS_YET: i32 = 0;
/** What StatusReader.feed returns where the bytes are no answer of HTTP/1. */
export const NOT_HTTP: i32 = -1;

const STATUS_AT: i32 = 9;
const STATUS_END: i32 = 12;
const SWITCHING_PROTOCOLS: i32 = 101;

/** Takes the status out of an answer that comes in pieces. Interim answers (RFC 9110, section 15.2) are passed over. */
export class StatusReader {
  private at: i32 = 0;
  private status: i32 = 0;
  private inHeaders: bool = false;
  private isLineEmpty: bool = false;

  /** Takes the next `length` bytes. @returns the status, 101 to 599, NO_STATUS_YET, or NOT_HTTP */
  feed(bytes: Uint8Array, length: i32): i32 {
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] as i32;
      if (this.inHeaders) this.passOver(byte);
      else if (!this.take(byte)) return NOT_HTTP;
      else if (this.at > STATUS_END && !this.isInterim(byte)) return this.status;
    }
    return NO_STATUS_YET;
  }

  /** Takes a byte of the status line. @returns whether it may stand there */
  private take(byte: i32): bool {
    const at = this.at;
    this.at += 1;
    // The second digit of the version is the server's; only HTTP/1 is written as text.
    if (at < 7) return byte === "HTTP/1.".charCodeAt(at);
    if (at === STATUS_AT - 1) return byte === 0x20;
    if (at === STATUS_END) return this.status >= 100 && this.status < 600 && byte <= 0x20;
    const digit = byte - 0x30;
    if (at >= STATUS_AT) this.status = this.status * 10 + digit;
    return digit >= 0 && digit <= 9;
  }

  /** Whether another answer follows; it is made ready for. @param byte what follows the status */
  private isInterim(byte: i32): bool {
    if (this.status >= 200 || this.status === SWITCHING_PROTOCOLS) return false;
    this.inHeaders = true;
    this.isLineEmpty = byte === 0x0a;
    this.at = 0;
    this.status = 0;
    return true;
  }

  /** An empty line ends an answer without a body. */
  private passOver(byte: i32): void {
    if (byte === 0x0a) {
      this.inHeaders = !this.isLineEmpty;
      this.isLineEmpty = true;
    } else if (byte !== 0x0d) this.isLineEmpty = false;
  }
}
