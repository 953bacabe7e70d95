/**
 * Text in a fixed buffer. The head writes log lines after the command has started, when nothing may be allocated, so
 * it appends to one of these instead of joining strings.
 */
export class ByteWriter {
  /** The buffer, owned by the writer; the first `length` bytes are the text. */
  readonly bytes: Uint8Array;
  /** Bytes written so far, 0 to the capacity. */
  length: i32 = 0;

  /** @param capacity size of the buffer in bytes; what does not fit is cut off */
  constructor(capacity: i32) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Forgets what was written. */
  clear(): void {
    this.length = 0;
  }

  /** Appends one byte (0 to 255); dropped when the buffer is full. */
  byte(value: i32): void {
    if (this.length < this.bytes.length) {
      this.bytes[this.length] = value;
      this.length += 1;
    }
  }

  /** Appends text whose characters are all below 256, one byte each. */
  text(text: string): void {
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Appends a whole number in decimal; magnitudes up to 2^53 are exact. */
  number(value: f64): void {
    let rest = value;
    if (rest < 0) {
      this.byte(0x2d);
      rest = -rest;
    }
    let unit: f64 = 1;
    while (rest / unit >= 10) unit *= 10;
    while (unit >= 1) {
      const digit = Math.floor(rest / unit);
      this.byte(0x30 + (digit as i32));
      rest -= digit * unit;
      unit = Math.floor(unit / 10);
    }
  }
}
