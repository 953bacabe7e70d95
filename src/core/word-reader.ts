import { toUpper } from "./ascii.ts";

const LINE_END: i32 = 0x0a;
const HASH: i32 = 0x23;
const SPACE: i32 = 0x20;
/** More than any host name has; texts that are joined byte by byte cost memory that is never given back. */
const TEXT_MAX: i32 = 256;

/** Walks over the words of a text; a # and what follows it in its line is passed over. */
export class WordReader {
  /** Whether the word is the first one of its line. */
  isFirst: bool = false;
  /** The first byte of the word. */
  from: i32 = 0;
  /** Behind its last byte. */
  end: i32 = 0;

  /** @param length how many of the bytes are the text */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly length: i32,
  ) {}

  /** Goes to the next word. @returns whether there is one */
  next(): bool {
    const bytes = this.bytes;
    const length = this.length;
    let at = this.end;
    let isFirst = at === 0;
    let isComment = false;
    while (at < length) {
      const byte = bytes[at] as i32;
      if (byte === LINE_END) {
        isFirst = true;
        isComment = false;
      } else if (byte === HASH) isComment = true;
      else if (byte > SPACE && !isComment) break;
      at += 1;
    }
    this.isFirst = isFirst;
    this.from = at;
    while (at < length && (bytes[at] as i32) > SPACE && (bytes[at] as i32) !== HASH) at += 1;
    this.end = at;
    return at > this.from;
  }

  /** Whether the word is `text`, whose characters are bytes; the letters A to Z in any case. */
  is(text: string): bool {
    return this.end - this.from === text.length && this.startsWith(text);
  }

  /** Whether the word starts with `text`, as `is` compares. */
  startsWith(text: string): bool {
    if (this.end - this.from < text.length) return false;
    for (let i = 0; i < text.length; i++) {
      if (toUpper(this.bytes[this.from + i] as i32) !== toUpper(text.charCodeAt(i))) return false;
    }
    return true;
  }

  /** The word from its byte number `start` on, one character a byte; of a very long one the beginning. */
  text(start: i32): string {
    const from = this.from + start;
    const end = this.end - from > TEXT_MAX ? from + TEXT_MAX : this.end;
    let text = "";
    for (let i = from; i < end; i++) text += String.fromCharCode(this.bytes[i] as i32);
    return text;
  }
}
