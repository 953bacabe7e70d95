/** Queries and answers of the domain name system (RFC 1035, section 4), as far as looking up addresses needs them. */
import { toUpper } from "./ascii.ts";
import { ByteWriter } from "./byte-writer.ts";
import { hasRoomFor, writeIpv4Prefix } from "./ip-address.ts";

/** Bytes that a buffer for a query must have: header, longest name, type and class. */
export const QUERY_MAX: i32 = 272;
/** Types of records (RFC 1035, section 3.2.2; RFC 3596, section 2.1). */
export const enum RecordType {
  A = 1,
  Aaaa = 28,
}

/** What came out of an answer. */
export const enum Answer {
  /** It belongs to another question, or is none: go on waiting. */
  NotOurs,
  /** Addresses were appended. */
  Found,
  /** The name exists and has no address of this type. */
  NoAddress,
  /** There is no such name. */
  NoName,
  /** The server could not or would not tell, or what it told is broken. */
  Failed,
}

const HEADER_SIZE: i32 = 12;
const DOT: i32 = 0x2e;
const LABEL_MAX: i32 = 63;
const NAME_MAX: i32 = 255;
const CLASS_INTERNET: i32 = 1;
/** Bits of the third byte. */
const IS_ANSWER: i32 = 0x80;
const IS_CUT_OFF: i32 = 0x02;
const RECURSION_DESIRED: i32 = 0x01;

/**
 * Writes a query into an empty buffer of QUERY_MAX bytes.
 * @param id 0 to 65535 @param name its characters are bytes; a dot at the end changes nothing
 * @returns whether the name is one that can be asked for
 */
export function writeQuery(out: ByteWriter, id: i32, name: string, type: RecordType): bool {
  writeShort(out, id);
  out.byte(RECURSION_DESIRED);
  out.byte(0);
  writeShort(out, 1);
  for (let i = 6; i < HEADER_SIZE; i++) out.byte(0);
  const length: i32 = name.charCodeAt(name.length - 1) === DOT ? name.length - 1 : name.length;
  // A length byte before each label, and the root's at the end.
  if (length + 2 > NAME_MAX) return false;
  let at: i32 = 0;
  while (at <= length) {
    const dot = name.indexOf(".", at);
    const end: i32 = dot < 0 || dot > length ? length : dot;
    if (end === at || end - at > LABEL_MAX) return false;
    out.byte(end - at);
    for (let i = at; i < end; i++) out.byte(name.charCodeAt(i));
    at = end + 1;
  }
  out.byte(0);
  writeShort(out, type);
  writeShort(out, CLASS_INTERNET);
  return true;
}

/**
 * Reads what came for a query: the first `length` bytes. Appends every address of the type that was asked for, as many
 * as there is room for, whatever name it stands under: the server follows aliases (CNAME), and lists where they lead.
 */
export function readAnswer(query: ByteWriter, bytes: Uint8Array, length: i32, addresses: ByteWriter): Answer {
  if (length < HEADER_SIZE || ((bytes[2] as i32) & IS_ANSWER) === 0) return Answer.NotOurs;
  if (readShort(bytes, 0) !== readShort(query.bytes, 0)) return Answer.NotOurs;
  const code = (bytes[3] as i32) & 0x0f;
  // A server that refuses may leave the question out.
  if (code !== 0 && code !== 3) return Answer.Failed;
  if (length < query.length || readShort(bytes, 4) !== 1 || !isSameQuestion(query, bytes))
    return Answer.NotOurs;
  if (code === 3) return Answer.NoName;
  const before = addresses.length;
  const isWhole = readRecords(query, bytes, length, addresses);
  if (addresses.length > before) return Answer.Found;
  return isWhole && ((bytes[2] as i32) & IS_CUT_OFF) === 0 ? Answer.NoAddress : Answer.Failed;
}

function isSameQuestion(query: ByteWriter, bytes: Uint8Array): bool {
  for (let i = HEADER_SIZE; i < query.length; i++) {
    if (toUpper(bytes[i] as i32) !== toUpper(query.bytes[i] as i32)) return false;
  }
  return true;
}

/** @returns whether all records of the answer are there */
function readRecords(query: ByteWriter, bytes: Uint8Array, length: i32, addresses: ByteWriter): bool {
  const type = readShort(query.bytes, query.length - 4);
  let at = query.length;
  for (let rest = readShort(bytes, 6); rest > 0; rest--) {
    at = skipName(bytes, at, length);
    // Type, class, time to live, length of the data.
    const dataAt = at + 10;
    if (dataAt > length) return false;
    const size = readShort(bytes, at + 8);
    if (dataAt + size > length) return false;
    if (readShort(bytes, at) === type && readShort(bytes, at + 2) === CLASS_INTERNET)
      appendAddress(bytes, dataAt, size, addresses, type);
    at = dataAt + size;
  }
  return true;
}

function appendAddress(bytes: Uint8Array, at: i32, size: i32, addresses: ByteWriter, type: i32): void {
  if (size !== (type === RecordType.A ? 4 : 16) || !hasRoomFor(addresses)) return;
  if (size === 4) writeIpv4Prefix(addresses);
  for (let i = 0; i < size; i++) addresses.byte(bytes[at + i] as i32);
}

/** Behind the name at `at`; `length` where it does not end. A pointer ends a name, so no loop of them is walked. */
function skipName(bytes: Uint8Array, at: i32, length: i32): i32 {
  let next = at;
  while (next < length) {
    const size = bytes[next] as i32;
    if (size >= 0xc0) return next + 2;
    next += 1 + size;
    if (size === 0) return next;
  }
  return length;
}

function readShort(bytes: Uint8Array, at: i32): i32 {
  return ((bytes[at] as i32) << 8) | (bytes[at + 1] as i32);
}

function writeShort(out: ByteWriter, value: i32): void {
  out.byte(value >> 8);
  out.byte(value & 0xff);
}
