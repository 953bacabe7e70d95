/**
 * The length in bytes of the UTF-8 sequence that begins at `at`, 1 to 4, or 0 where there is none. Overlong forms,
 * surrogates and values above U+10FFFF are none (RFC 3629, section 4).
 */
export function utf8Length(bytes: Uint8Array, at: i32, end: i32): i32 {
  const lead = bytes[at] as i32;
  if (lead < 0x80) return 1;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  if (length === 0 || at + length > end) return 0;
  const second = bytes[at + 1] as i32;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  for (let i = 1; i < length; i++) {
    if (((bytes[at + i] as i32) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
