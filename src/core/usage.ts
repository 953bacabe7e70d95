/** The error lines for bad input, and the nearest known name for an unknown one. */
import { OPTIONS, Option } from "./options.ts";

const SEE_HELP: string = "; -h shows the help";

/** A line for an option that a table does not hold. `written` is the option with its dashes. */
export function unknownOption(options: Array<Option>, written: string): string {
  return "unknown option: " + quote(written) + nearestTo(options, written, false) + SEE_HELP;
}

/** A line for an environment variable that begins with LISSOM_ and sets nothing. */
export function unknownVariable(name: string): string {
  return "unknown environment variable: " + quote(name) + nearestTo(OPTIONS, name, true);
}

/** A line for a value that was not accepted. `place` is the option or variable that the user wrote. */
export function badValue(place: string, value: string, accepted: string): string {
  return "bad value: " + place + " " + quote(value) + ": " + accepted;
}

/** A line for an option without its value. */
export function missingValue(place: string, option: Option): string {
  return "missing value: " + place + " needs " + option.value + SEE_HELP;
}

/** A line for a value where none belongs. */
export function needlessValue(place: string, value: string): string {
  return "needless value: " + place + " takes none, got " + quote(value);
}

/** The line for a command line without a command. */
export function missingCommand(): string {
  return "missing command: write [options] [--] command [argument...]" + SEE_HELP;
}

/** The line for settings that exclude each other. */
export function conflict(what: string): string {
  return "conflicting settings: " + what;
}

/** The line for an option or a variable that is longer than lissom reads. */
export function tooLong(place: string): string {
  return "too long: " + quote(place) + ": options and variables may have 4095 bytes";
}

/** The line for more options than lissom reads. */
export function tooMany(): string {
  return "too many options: all words and LISSOM_ variables together may have 256 KB, hooks 50 KB";
}

const QUOTE_MAX: i32 = 80;

/** The text in quotes on one line: control characters become ?, a long text is cut. */
export function quote(text: string): string {
  let shown = '"';
  for (let i = 0; i < text.length; i++) {
    if (i === QUOTE_MAX) {
      shown += "...";
      break;
    }
    const code = text.charCodeAt(i);
    shown += code < 0x20 || code === 0x7f ? "?" : text.charAt(i);
  }
  return shown + '"';
}

function nearestTo(options: Array<Option>, written: string, variables: bool): string {
  let best = "";
  // Two changes in a very short word make any other of it.
  let bestDistance: i32 = written.length > 5 ? 3 : 2;
  for (let i = 0; i < options.length; i++) {
    const option = options[i] as Option;
    const name = variables ? option.variable : "--" + option.long;
    if (name.length < 3) continue;
    const distance = editDistance(written, name);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = name;
    }
  }
  return best.length > 0 ? ", did you mean " + best + "?" : "";
}

/**
 * The Levenshtein distance in characters, by the rows of the matrix. Texts that differ by more than three characters
 * in length are reported as 3, which is too far to be meant.
 */
export function editDistance(a: string, b: string): i32 {
  if (a.length > b.length + 2 || b.length > a.length + 2) return 3;
  const row = new Uint8Array(b.length + 1);
  for (let j = 0; j < row.length; j++) row[j] = j;
  for (let i = 0; i < a.length; i++) {
    let diagonal = row[0] as i32;
    row[0] = i + 1;
    for (let j = 0; j < b.length; j++) {
      const above = row[j + 1] as i32;
      const changed = diagonal + (a.charCodeAt(i) === b.charCodeAt(j) ? 0 : 1);
      const left = (row[j] as i32) + 1;
      row[j + 1] = Math.min(Math.min(above + 1, left), changed) as i32;
      diagonal = above;
    }
  }
  return row[b.length] as i32;
}
