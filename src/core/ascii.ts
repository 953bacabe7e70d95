/**
 * Whether `capitals` stands in `text` at an index, in any case. Only the letters A to Z have a case here: the standard
 * toUpperCase knows all of Unicode, which is 6 KB of tables, and makes a new string each time.
 */
export function hasAt(text: string, at: i32, capitals: string): bool {
  if (at + capitals.length > text.length) return false;
  for (let i = 0; i < capitals.length; i++) {
    if (toUpper(text.charCodeAt(at + i)) !== capitals.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether `text` from an index on is `capitals`, in any case. */
export function isAt(text: string, at: i32, capitals: string): bool {
  return text.length === at + capitals.length && hasAt(text, at, capitals);
}

/** The capital of a letter from a to z; every other code is itself. */
export function toUpper(code: i32): i32 {
  return code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
}

/** The value of a hexadecimal digit in either case, 0 to 15, or -1. */
export function hexDigit(code: i32): i32 {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const upper = toUpper(code);
  return upper >= 0x41 && upper <= 0x46 ? upper - 0x37 : -1;
}

/** Whether a character stands between words: a space, a tab or the end of a line. */
export function isSpace(code: i32): bool {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** The first index from `at` on that is not between words; the length where there is none. */
export function skipSpace(text: string, at: i32): i32 {
  let index = at;
  while (index < text.length && isSpace(text.charCodeAt(index))) index += 1;
  return index;
}
