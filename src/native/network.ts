/** Sockets for a child of its own that may wait. Nothing here blocks; a wait is a short sleep between two tries. */
import { ByteWriter } from "../core/byte-writer.ts";
import { Errno } from "../core/exec-failure.ts";
import { ADDRESS_SIZE, IPV4_AT, isIpv4 } from "../core/ip-address.ts";
import { SocketErrno } from "../core/request-failure.ts";
import { SMALL } from "./buffers.ts";
import { Clock, clock, close, connect, OpenFlag, read, signalWait, socket } from "./system.ts";

/** Types of socket(2). */
export const enum SocketType {
  Stream = 1,
  Datagram = 2,
}

const AF_INET: i32 = 2;
const AF_INET6: i32 = 10;
/** struct sockaddr_in and sockaddr_in6. */
const SOCKADDR_IN_SIZE: i32 = 16;
const SOCKADDR_IN6_SIZE: i32 = 28;
const STEP_MS: f64 = 2;

/** Sleeps, with every signal blocked. @param ms 0 and more */
export function sleep(ms: f64): void {
  signalWait(0, ms, SMALL);
}

/**
 * Connects a socket that does not block to the address that begins at `at`.
 * @param deadlineMs in the time of the monotonic clock; Infinity for as long as the kernel tries
 * @returns a descriptor, or -errno
 */
export function connectTo(type: SocketType, addresses: ByteWriter, at: i32, port: i32, deadlineMs: f64): i32 {
  const isShort = isIpv4(addresses, at);
  const fd = socket(isShort ? AF_INET : AF_INET6, type | OpenFlag.NonBlocking | OpenFlag.CloseOnExec);
  if (fd < 0) return fd;
  const from = addresses.bytes.dataStart + at;
  memory.fill(SMALL, 0, SOCKADDR_IN6_SIZE);
  store<u16>(SMALL, isShort ? AF_INET : AF_INET6);
  store<u16>(SMALL, bswap<u16>(port as u16), 2);
  if (isShort) store<u32>(SMALL, load<u32>(from + IPV4_AT), 4);
  else memory.copy(SMALL + 8, from, ADDRESS_SIZE);
  while (true) {
    // Asked again, connect(2) says how it came out.
    const result = connect(fd, SMALL, isShort ? SOCKADDR_IN_SIZE : SOCKADDR_IN6_SIZE);
    if (result === 0 || result === -SocketErrno.IsConnected) return fd;
    const isUnderWay = result === -SocketErrno.InProgress || result === -SocketErrno.Already;
    const isLate = clock(Clock.Monotonic) >= deadlineMs;
    if (isUnderWay && !isLate) {
      sleep(STEP_MS);
      continue;
    }
    close(fd);
    return isUnderWay ? -SocketErrno.TimedOut : result;
  }
}

/**
 * Reads what comes next, from the start of the buffer on.
 * @returns the number of bytes, 0 at the end, or -errno; -EAGAIN once the deadline has passed
 */
export function receive(fd: i32, buffer: ByteWriter, deadlineMs: f64): i32 {
  while (true) {
    const length = read(fd, buffer.bytes.dataStart, buffer.bytes.length);
    if (length !== -Errno.Again || clock(Clock.Monotonic) >= deadlineMs) return length;
    sleep(STEP_MS);
  }
}
