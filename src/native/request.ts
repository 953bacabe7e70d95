/** The HTTP request of a hook, made by a child of its own: it may wait as long as its parent lets it live. */
import { isAt } from "../core/ascii.ts";
import { ByteWriter } from "../core/byte-writer.ts";
import { Answer, RecordType } from "../core/dns-message.ts";
import { Errno } from "../core/exec-failure.ts";
import { Hook } from "../core/hook.ts";
import { findHost } from "../core/hosts-file.ts";
import {
  isSuccess,
  NO_STATUS_YET,
  NOT_HTTP,
  requestSize,
  StatusReader,
  writeRequest,
} from "../core/http-message.ts";
import { ADDRESS_SIZE, readAddressText } from "../core/ip-address.ts";
import {
  NO_ANSWER,
  NO_HTTP_ANSWER,
  writeConnectionFailure,
  writeResolveFailure,
  writeStatusFailure,
} from "../core/request-failure.ts";
import { readResolverConfig } from "../core/resolver-config.ts";
import { lookUp } from "./lookup.ts";
import { connectTo, receive, SocketType, sleep } from "./network.ts";
import { Clock, clock, close, read, sendNow } from "./system.ts";
import { openFile } from "./text.ts";

/** Longer files are read up to here. */
const BUFFER_SIZE: i32 = 65_536;
const ADDRESSES_MAX: i32 = 16;
/** How long an address is tried where there is another one. */
const TRY_MS: f64 = 1000;
const SEND_STEP_MS: f64 = 2;

/** What `connect` gives where no address could be connected to. */
const NOT_CONNECTED: i32 = -1;

/**
 * Makes the request of a hook. It allocates, and waits without a limit of its own.
 * @param detail where the cause is appended in a few words, unless it succeeded
 * @returns 0 where the server answered with success, else 1
 */
export function request(hook: Hook, detail: ByteWriter): i32 {
  return new Request(hook, detail).make();
}

class Request {
  private readonly buffer: ByteWriter = new ByteWriter(BUFFER_SIZE);
  private readonly addresses: ByteWriter = new ByteWriter(ADDRESSES_MAX * ADDRESS_SIZE);
  private errno: i32 = 0;

  constructor(
    private readonly hook: Hook,
    private readonly detail: ByteWriter,
  ) {}

  make(): i32 {
    const fd = this.connect();
    if (fd === NOT_CONNECTED) {
      if (this.errno !== 0) writeConnectionFailure(this.detail, this.errno);
      return 1;
    }
    this.send(fd);
    return this.receiveStatus(fd);
  }

  /** Connects to the first address that takes it. @returns a descriptor, or NOT_CONNECTED and why */
  private connect(): i32 {
    const host = this.hook.host;
    if (readAddressText(host, this.addresses)) return this.connectToAny();
    if (isAt(host, 0, "LOCALHOST")) {
      readAddressText("127.0.0.1", this.addresses);
      readAddressText("::1", this.addresses);
    } else findHost(this.buffer.bytes, this.readWhole("/etc/hosts"), host, this.addresses);
    return this.addresses.length > 0 ? this.connectToAny() : this.connectByLookup();
  }

  /** Addresses of IPv6 are asked for where those of IPv4 are none or cannot be reached. */
  private connectByLookup(): i32 {
    const host = this.hook.host;
    const config = readResolverConfig(this.buffer.bytes, this.readWhole("/etc/resolv.conf"));
    let answer: Answer = Answer.NoName;
    let isKnown = true;
    let name = config.candidate(host, 0);
    // Servers that do not answer would only be asked in vain for the other names.
    for (let index = 1; name.length > 0 && answer !== Answer.NotOurs; index++) {
      let type: RecordType = RecordType.A;
      while (true) {
        this.addresses.clear();
        answer = lookUp(name, type, config.nameservers, this.buffer, this.addresses);
        const fd = this.connectToAny();
        if (fd >= 0) return fd;
        const isTold = answer !== Answer.Failed && answer !== Answer.NotOurs;
        if (!isTold) isKnown = false;
        if (!isTold || answer === Answer.NoName || type === RecordType.Aaaa) break;
        type = RecordType.Aaaa;
      }
      if (this.errno !== 0) return NOT_CONNECTED;
      name = config.candidate(host, index);
    }
    writeResolveFailure(this.detail, host, isKnown);
    return NOT_CONNECTED;
  }

  private connectToAny(): i32 {
    const addresses = this.addresses;
    for (let at = 0; at < addresses.length; at += ADDRESS_SIZE) {
      const isLast = at + ADDRESS_SIZE === addresses.length;
      const deadlineMs = isLast ? Infinity : clock(Clock.Monotonic) + TRY_MS;
      const fd = connectTo(SocketType.Stream, addresses, at, this.hook.port, deadlineMs);
      if (fd >= 0) return fd;
      this.errno = -fd;
    }
    return NOT_CONNECTED;
  }

  /** Where it cannot be sent, the reading finds out why, or an answer that came early. */
  private send(fd: i32): void {
    const text = new ByteWriter(requestSize(this.hook));
    writeRequest(text, this.hook);
    let sent: i32 = 0;
    while (sent < text.length) {
      const length = sendNow(fd, text.bytes.dataStart + sent, text.length - sent);
      if (length > 0) sent += length;
      else if (length === -Errno.Again) sleep(SEND_STEP_MS);
      else break;
    }
  }

  private receiveStatus(fd: i32): i32 {
    const reader = new StatusReader();
    let status = NO_STATUS_YET;
    while (status === NO_STATUS_YET) {
      const length = receive(fd, this.buffer, Infinity);
      if (length <= 0) {
        if (length < 0) writeConnectionFailure(this.detail, -length);
        else this.detail.text(NO_ANSWER);
        return 1;
      }
      status = reader.feed(this.buffer.bytes, length);
    }
    if (isSuccess(status)) return 0;
    if (status === NOT_HTTP) this.detail.text(NO_HTTP_ANSWER);
    else writeStatusFailure(this.detail, status);
    return 1;
  }

  /** Reads a file into the buffer, all that there is room for. @returns how many bytes, or -errno: no text either */
  private readWhole(path: string): i32 {
    const fd = openFile(path);
    if (fd < 0) return fd;
    const length = read(fd, this.buffer.bytes.dataStart, BUFFER_SIZE);
    close(fd);
    return length;
  }
}
