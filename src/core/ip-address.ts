/**
 * IP addresses as 16 bytes in network order, one behind the other in a ByteWriter. An IPv4 address is the last four
 * bytes of ::ffff:0:0/96 (RFC 4291, section 2.5.5.2), so that a list may hold both kinds.
 */
import { hexDigit } from "./ascii.ts";
import { ByteWriter } from "./byte-writer.ts";

/** Bytes of an address. */
export const ADDRESS_SIZE: i32 = 16;
/** Bytes before an IPv4 address. */
export const IPV4_AT: i32 = 12;

const DOT: i32 = 0x2e;
const COLON: i32 = 0x3a;
const NO_DIGIT: i32 = -1;
const NO_GAP: i32 = -1;
const BROKEN: i32 = -2;

/**
 * Reads an address as inet_pton(3) does: 127.0.0.1, ::1, fe80::1, ::ffff:10.0.0.1. No brackets, zone, or short form.
 * @returns whether it is one and there was room for it; then it is appended
 */
export function readAddress(text: Uint8Array, from: i32, end: i32, out: ByteWriter): bool {
  const start = out.length;
  if (!hasRoomFor(out)) return false;
  const gapAt = readParts(text, from, end, out);
  if (gapAt !== BROKEN && fillGap(out, start, gapAt)) return true;
  out.length = start;
  return false;
}

/** Reads a text whose characters are bytes, as readAddress does. */
export function readAddressText(text: string, out: ByteWriter): bool {
  const bytes = new ByteWriter(text.length);
  bytes.text(text);
  return readAddress(bytes.bytes, 0, bytes.length, out);
}

/** Whether one more address fits. */
export function hasRoomFor(out: ByteWriter): bool {
  return out.length + ADDRESS_SIZE <= out.bytes.length;
}

/** Appends what comes before an IPv4 address. */
export function writeIpv4Prefix(out: ByteWriter): void {
  for (let i = 0; i < IPV4_AT; i++) out.byte(i < 10 ? 0 : 0xff);
}

/** Whether the address that begins at `at` is one of IPv4. */
export function isIpv4(addresses: ByteWriter, at: i32): bool {
  for (let i = 0; i < IPV4_AT; i++) {
    if ((addresses.bytes[at + i] as i32) !== (i < 10 ? 0 : 0xff)) return false;
  }
  return true;
}

/** Appends four bytes. Leading zeros are refused: to some they mean octal. */
function readIpv4(text: Uint8Array, from: i32, end: i32, out: ByteWriter): bool {
  let parts = 0;
  let value: i32 = NO_DIGIT;
  for (let at = from; at <= end; at++) {
    const byte: i32 = at < end ? (text[at] as i32) : DOT;
    if (byte === DOT) {
      if (value === NO_DIGIT || parts === 4) return false;
      parts += 1;
      out.byte(value);
      value = NO_DIGIT;
    } else {
      if (byte < 0x30 || byte > 0x39 || value === 0) return false;
      value = (value === NO_DIGIT ? 0 : value * 10) + byte - 0x30;
      if (value > 255) return false;
    }
  }
  return parts === 4;
}

/**
 * Appends the groups of an IPv6 address, and the IPv4 address that may stand for the last two, or for all.
 * @returns where the zeros belong that :: stands for, NO_GAP, or BROKEN
 */
function readParts(text: Uint8Array, from: i32, end: i32, out: ByteWriter): i32 {
  const start = out.length;
  let gapAt: i32 = NO_GAP;
  let groupAt = from;
  let value: i32 = 0;
  for (let at = from; at <= end; at++) {
    const byte: i32 = at < end ? (text[at] as i32) : COLON;
    const digit = hexDigit(byte);
    if (digit >= 0) {
      if (at === groupAt + 4) return BROKEN;
      value = value * 16 + digit;
      continue;
    }
    if (byte === DOT) {
      if (groupAt === from) writeIpv4Prefix(out);
      return out.length <= start + IPV4_AT && readIpv4(text, groupAt, end, out) ? gapAt : BROKEN;
    }
    if (byte !== COLON) return BROKEN;
    if (at > groupAt) {
      if (out.length === start + ADDRESS_SIZE) return BROKEN;
      out.byte(value >> 8);
      out.byte(value & 0xff);
    } else if (at === from) {
      // Only two colons may begin it, and only two may end it.
      if (at + 1 >= end || (text[at + 1] as i32) !== COLON) return BROKEN;
    } else if (at < end) {
      if (gapAt !== NO_GAP) return BROKEN;
      gapAt = out.length;
    } else if (gapAt !== out.length) return BROKEN;
    groupAt = at + 1;
    value = 0;
  }
  return gapAt;
}

/** Moves what follows the gap to the end of the address. @returns whether the address is a whole one then */
function fillGap(out: ByteWriter, start: i32, gapAt: i32): bool {
  const missing = start + ADDRESS_SIZE - out.length;
  if (gapAt < 0 || missing === 0) return gapAt < 0 && missing === 0;
  for (let i = out.length - 1; i >= gapAt; i--) out.bytes[i + missing] = out.bytes[i] as i32;
  for (let i = 0; i < missing; i++) out.bytes[gapAt + i] = 0;
  out.length += missing;
  return true;
}
