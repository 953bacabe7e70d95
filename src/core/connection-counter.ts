/**
 * Counts the TCP connections of some local ports in the text of /proc/net/tcp and /proc/net/tcp6 (proc_net(5)). A row:
 *
 *     sl: LOCAL:PORT REMOTE:PORT ST TX:RX TR:WHEN RETRNSMT UID TIMEOUT INODE ...
 *      0           1           2  3     4       5        6   7       8     9
 *
 * Addresses, ports and the state are hexadecimal, the rest that is looked at is nothing but zero or not.
 */
import { hexDigit } from "./ascii.ts";

/** Columns of a row. */
const enum Column {
  Local = 1,
  Remote = 2,
  State = 3,
  Inode = 9,
  /** Behind all that is looked at: the row is decided. */
  Rest = 10,
}

/** FIN_WAIT2 of include/net/tcp_states.h: it counts as long as a process has the socket, its inode is not zero then. */
const FIN_WAIT2: i32 = 5;
/** The states in which data may be under way: ESTABLISHED, FIN_WAIT1, CLOSE_WAIT, LAST_ACK and CLOSING, a bit each. */
const CARRYING: i32 = (1 << 1) | (1 << 4) | (1 << 8) | (1 << 9) | (1 << 11);

/** How many counted rows are remembered: while connections come and go, the kernel shows up to a page of rows twice. */
const REMEMBERED: i32 = 64;

/** The value of a column that has not begun. */
const BLANK: i32 = -1;
/** Above every port and state; also the value of what is no number. An inode, read as hexadecimal, may become more. */
const ENOUGH: i32 = 0x100000;

/** A state machine over the bytes, so that the text may come in pieces of any size. It allocates nothing later. */
export class ConnectionCounter {
  /** Rows that carry data, since the last reset. */
  count: i32 = 0;
  private column: i32 = 0;
  /** What the column says behind its last colon. */
  private value: i32 = BLANK;
  /** A number made of the two addresses of the row. */
  private row: i32 = 0;
  /** Those of the rows that were counted last. */
  private readonly rows: Int32Array = new Int32Array(REMEMBERED);

  /** @param ports local ports, 1 to 65535 */
  constructor(private readonly ports: Array<i32>) {}

  /** Begins a new count. */
  reset(): void {
    this.count = 0;
    this.column = 0;
    this.value = BLANK;
    this.row = 0;
    this.rows.fill(0);
  }

  /** Takes the next piece of the text: the first `length` bytes. */
  feed(bytes: Uint8Array, length: i32): void {
    let column = this.column;
    let value = this.value;
    for (let i = 0; i < length; i++) {
      // Most bytes belong to rows that are decided.
      if (column === Column.Rest) {
        i = bytes.indexOf(0x0a, i);
        if (i < 0 || i >= length) break;
      }
      const byte = bytes[i] as i32;
      const isLineEnd = byte === 0x0a;
      if (column === Column.Local || column === Column.Remote)
        this.row = ((this.row << 5) - this.row + byte) | 0;
      if (byte === 0x20 || isLineEnd) {
        if (value !== BLANK) column = this.judge(column, value);
        if (isLineEnd) {
          column = 0;
          this.row = 0;
        }
        value = BLANK;
      } else if (byte === 0x3a) value = 0;
      else if (value < ENOUGH) {
        const digit = hexDigit(byte);
        value = digit < 0 ? ENOUGH : (value === BLANK ? 0 : value * 16) + digit;
      }
    }
    this.column = column;
    this.value = value;
  }

  /** Counts the row if this column is the one that decides it. @returns the next column */
  private judge(column: i32, value: i32): i32 {
    if (column === Column.Local && this.ports.indexOf(value) < 0) return Column.Rest;
    if (column === Column.State && value !== FIN_WAIT2) {
      if (value < 32 && ((CARRYING >> value) & 1) !== 0) this.countRow();
      return Column.Rest;
    }
    if (column === Column.Inode && value !== 0) this.countRow();
    return column + 1;
  }

  private countRow(): void {
    if (this.rows.indexOf(this.row) >= 0) return;
    this.rows[this.count % REMEMBERED] = this.row;
    this.count += 1;
  }
}
