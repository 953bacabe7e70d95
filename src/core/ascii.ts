/**
 * The text with the letters a to z as A to Z. The standard toUpperCase knows all of Unicode, which is 6 KB of tables.
 * Meant for short names: every character makes a new string.
 */
export function upperCase(text: string): string {
  let upper = "";
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    upper += code >= 0x61 && code <= 0x7a ? String.fromCharCode(code - 0x20) : text.charAt(i);
  }
  return upper;
}
