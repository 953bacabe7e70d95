/**
 * The words of a command that is given as one text. There is no shell: quotes and backslashes mean what they mean in
 * one, all else is taken as it is. The words are put together from pieces, since memory is never given back.
 */
import { hexDigit, isSpace, skipSpace } from "./ascii.ts";

const SINGLE: i32 = 0x27;
const DOUBLE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;
const SEMICOLON: i32 = 0x3b;
const LETTER_U: i32 = 0x75;

const NO_SHELL: string = "there is no shell here: write sh -c '...'";
const JSON_HINT: string = 'a list looks like ["sync","-f","/data"]';

/**
 * Reads a command: words with quotes and backslashes as in a shell, or a JSON array of strings.
 * @param words receives the words; of no meaning where something is wrong
 * @returns what is wrong and what is accepted, or an empty string
 */
export function readCommand(text: string, words: Array<string>): string {
  if (text.indexOf("\0") >= 0) return "no word holds a zero byte";
  const at = skipSpace(text, 0);
  const wrong = text.charCodeAt(at) === 0x5b ? readList(text, at, words) : readQuoted(text, at, words);
  if (wrong.length === 0 && (words.length === 0 || (words[0] as string).length === 0)) {
    return "a program is needed";
  }
  return wrong;
}

function readQuoted(text: string, start: i32, words: Array<string>): string {
  const pieces: Array<string> = [];
  let at = start;
  while (at < text.length) {
    const wordAt = at;
    let pieceAt = at;
    let escapedAt = -1;
    let quote = 0;
    while (at < text.length && (quote !== 0 || !isSpace(text.charCodeAt(at)))) {
      const code = text.charCodeAt(at);
      if (quote === 0 ? code === SINGLE || code === DOUBLE : code === quote) {
        addPiece(pieces, text, pieceAt, at);
        pieceAt = at + 1;
        quote = quote === 0 ? code : 0;
      } else if (
        code === BACKSLASH &&
        quote !== SINGLE &&
        (quote === 0 || find('"\\$`', text.charCodeAt(at + 1)) >= 0)
      ) {
        addPiece(pieces, text, pieceAt, at);
        at += 1;
        pieceAt = at;
        escapedAt = at;
      }
      at += 1;
    }
    if (quote !== 0 || at > text.length) return "a quote or an escape is not closed";
    if (isOperator(text, wordAt, at) || (text.charCodeAt(at - 1) === SEMICOLON && escapedAt !== at - 1)) {
      return NO_SHELL;
    }
    addPiece(pieces, text, pieceAt, at);
    words.push(takeWord(pieces));
    at = skipSpace(text, at);
  }
  return "";
}

/** Whether what is written from an index on to another is made of a shell's operators only, or redirects: 2>/dev/null. */
function isOperator(text: string, from: i32, to: i32): bool {
  let at = from;
  while (at < to && find("0123456789", text.charCodeAt(at)) >= 0) at += 1;
  if (at < to && find("<>", text.charCodeAt(at)) >= 0) return true;
  for (let i = from; i < to; i++) {
    if (find("|&;<>", text.charCodeAt(i)) < 0) return false;
  }
  return true;
}

function readList(text: string, start: i32, words: Array<string>): string {
  const pieces: Array<string> = [];
  let at = start;
  let isMore = true;
  while (isMore) {
    at = skipSpace(text, at + 1);
    if (text.charCodeAt(at) !== DOUBLE) return JSON_HINT;
    at += 1;
    let pieceAt = at;
    while (text.charCodeAt(at) !== DOUBLE) {
      if (at >= text.length || text.charCodeAt(at) < 0x20) return JSON_HINT;
      if (text.charCodeAt(at) !== BACKSLASH) {
        at += 1;
        continue;
      }
      addPiece(pieces, text, pieceAt, at);
      const isNumber = text.charCodeAt(at + 1) === LETTER_U;
      const code = escaped(text, at + 1);
      if (code === 0) return isNumber ? "\\u is for 0001 to 007f: write the character itself" : JSON_HINT;
      pieces.push(String.fromCharCode(code));
      at += isNumber ? 6 : 2;
      pieceAt = at;
    }
    addPiece(pieces, text, pieceAt, at);
    words.push(takeWord(pieces));
    at = skipSpace(text, at + 1);
    isMore = text.charCodeAt(at) === 0x2c;
  }
  return text.charCodeAt(at) === 0x5d && skipSpace(text, at + 1) === text.length ? "" : JSON_HINT;
}

/** The character that stands behind a backslash of JSON, 0 where none does. */
function escaped(text: string, at: i32): i32 {
  const code = text.charCodeAt(at);
  if (code === LETTER_U) {
    const high = hexDigit(text.charCodeAt(at + 3));
    const low = hexDigit(text.charCodeAt(at + 4));
    return text.startsWith("00", at + 1) && high >= 0 && high < 8 && low >= 0 ? high * 16 + low : 0;
  }
  const index = find('bfnrt"\\/', code);
  return index < 0 ? 0 : '\b\f\n\r\t"\\/'.charCodeAt(index);
}

/** The index of a character, or -1: as indexOf, without an object for the character. */
function find(characters: string, code: i32): i32 {
  for (let i = 0; i < characters.length; i++) {
    if (characters.charCodeAt(i) === code) return i;
  }
  return -1;
}

function addPiece(pieces: Array<string>, text: string, from: i32, to: i32): void {
  if (to > from) pieces.push(text.substring(from, to));
}

/**
 * Joins the pieces and forgets them. Each is joined with its neighbour, then each pair with its neighbour: one after the
 * other, as Array.join does it in AssemblyScript, makes as many strings of nearly the whole length as there are pieces.
 */
function takeWord(pieces: Array<string>): string {
  let count = pieces.length;
  while (count > 1) {
    let joined = 0;
    for (let i = 0; i < count; i += 2) {
      const piece = pieces[i] as string;
      pieces[joined] = i + 1 < count ? piece + (pieces[i + 1] as string) : piece;
      joined += 1;
    }
    count = joined;
  }
  const word = count > 0 ? (pieces[0] as string) : "";
  pieces.length = 0;
  return word;
}
