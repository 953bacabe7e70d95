/**
 * Whether `capitals` stands in `text` at an index, in any case. Only the letters A to Z have a case here: the standard
 * toUpperCase knows all of Unicode, which is 6 KB of tables, and makes a new string each time.
 */
export function hasAt(text: string, at: i32, capitals: string): bool {
  if (at + capitals.length > text.length) return false;
  for (let i = 0; i < capitals.length; i++) {
    const code = text.charCodeAt(at + i);
    const upper = code >= 0x61 && code <= 0x7a ? code - 0x20 : code;
    if (upper !== capitals.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether `text` from an index on is `capitals`, in any case. */
export function isAt(text: string, at: i32, capitals: string): bool {
  return text.length === at + capitals.length && hasAt(text, at, capitals);
}
