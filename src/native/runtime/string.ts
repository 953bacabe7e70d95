/**
 * AssemblyScript's String for the native body: one byte a character, where the standard one has two. The kernel's texts
 * are bytes, and the head's own are ASCII, so this halves the constants. Only what the head uses is there.
 *
 *   -4  length in bytes
 *    0  the bytes
 */
@final
export abstract class String {
  static fromCharCode(code: i32): String {
    const made = make(1);
    store<u8>(made, code);
    return changetype<String>(made);
  }

  get length(): i32 {
    return load<i32>(changetype<usize>(this) - 4);
  }

  charCodeAt(at: i32): i32 {
    return <u32>at < <u32>this.length ? <i32>load<u8>(changetype<usize>(this) + at) : -1;
  }

  charAt(at: i32): String {
    return <u32>at < <u32>this.length ? String.fromCharCode(this.charCodeAt(at)) : "";
  }

  @operator("+") private static __concat(left: String, right: String): String {
    const made = make(left.length + right.length);
    memory.copy(made, changetype<usize>(left), left.length);
    memory.copy(made + left.length, changetype<usize>(right), right.length);
    return changetype<String>(made);
  }

  @operator("==") private static __eq(left: String | null, right: String | null): bool {
    const a = changetype<usize>(left);
    const b = changetype<usize>(right);
    if (a === b) return true;
    if (a === 0 || b === 0 || load<i32>(a - 4) !== load<i32>(b - 4)) return false;
    return memory.compare(a, b, load<i32>(a - 4)) === 0;
  }

  @operator("!=") private static __ne(left: String | null, right: String | null): bool {
    return !(left == right);
  }

  startsWith(start: String, at: i32 = 0): bool {
    return this.hasAt(start, at);
  }

  /** As the standard one, but that an empty text is not asked for. */
  indexOf(part: String, from: i32 = 0): i32 {
    for (let at = from; at + part.length <= this.length; at++) {
      if (this.hasAt(part, at)) return at;
    }
    return -1;
  }

  lastIndexOf(part: String): i32 {
    for (let at = this.length - part.length; at >= 0; at--) {
      if (this.hasAt(part, at)) return at;
    }
    return -1;
  }

  substring(start: i32, end: i32 = i32.MAX_VALUE): String {
    const first = min(max(start, 0), this.length);
    const last = min(max(end, 0), this.length);
    const from = min(first, last);
    const length = max(first, last) - from;
    if (length === this.length) return this;
    const made = make(length);
    memory.copy(made, changetype<usize>(this) + from, length);
    return changetype<String>(made);
  }

  split(separator: String): String[] {
    const pieces: String[] = [];
    let from = 0;
    let at = this.indexOf(separator);
    while (at >= 0) {
      pieces.push(this.substring(from, at));
      from = at + separator.length;
      at = this.indexOf(separator, from);
    }
    pieces.push(this.substring(from));
    return pieces;
  }

  private hasAt(part: String, at: i32): bool {
    if (at + part.length > this.length) return false;
    return memory.compare(changetype<usize>(this) + at, changetype<usize>(part), part.length) === 0;
  }
}

function make(length: i32): usize {
  return __new(length, idof<String>());
}

export type string = String;
