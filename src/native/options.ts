/** The native body's way to the settings: the environment first, then the words, each read from the kernel's vectors. */
import { Parser, Word } from "../core/parser.ts";
import { SMALL } from "./buffers.ts";
import { readString, Vector } from "./system.ts";
import { textAt, vectorText } from "./text.ts";

/** What the vectors said besides the settings. */
export class CommandLine {
  readonly parser: Parser = new Parser();
  /** Index of the command in the arguments; the number of arguments where there is none. */
  commandAt: i32 = 1;
  /** Index of PATH in the variables, -1 where there is none. */
  pathAt: i32 = -1;
  /** Whether LISTEN_FDS is there. */
  listens: bool = false;
  /** Index of LISTEN_PID in the variables, or behind the last. */
  listenPidAt: i32 = 0;
}

const PREFIX_LENGTH: i32 = 11;

/** Reads both vectors. Errors are in the parser. */
export function readCommandLine(): CommandLine {
  const line = new CommandLine();
  readVariables(line);
  readWords(line);
  return line;
}

function readVariables(line: CommandLine): void {
  let listenPidAt: i32 = -1;
  let index: i32 = 0;
  while (true) {
    const length = readString(Vector.Variables, index, 0, SMALL, PREFIX_LENGTH);
    if (length < 0) break;
    // The first bytes spare the making of a string for nearly every variable: PA and LI.
    const first = load<u16>(SMALL);
    if (first === 0x4150 || first === 0x494c) {
      const start = textAt(SMALL, length < PREFIX_LENGTH ? length : PREFIX_LENGTH);
      if (start.startsWith("LISSOM_")) readVariable(line.parser, index, start);
      else if (start.startsWith("PATH=")) line.pathAt = index;
      else if (start.startsWith("LISTEN_FDS=")) line.listens = true;
      else if (start.startsWith("LISTEN_PID=")) listenPidAt = index;
    }
    index += 1;
  }
  line.listenPidAt = listenPidAt < 0 ? index : listenPidAt;
}

function readVariable(parser: Parser, index: i32, start: string): void {
  const text = vectorText(Vector.Variables, index);
  if (text === null) {
    parser.refuseLength(start);
    return;
  }
  const at = text.indexOf("=");
  if (at > 0) parser.variable(text.substring(0, at), text.substring(at + 1));
}

function readWords(line: CommandLine): void {
  const parser = line.parser;
  let index: i32 = 1;
  let taken: Word = Word.Taken;
  while (taken === Word.Taken && parser.error.length === 0) {
    const length = readString(Vector.Arguments, index, 0, SMALL, 1);
    if (length < 0) break;
    const text = vectorText(Vector.Arguments, index);
    if (text !== null) taken = parser.word(text);
    else if (parser.awaitsValue() || load<u8>(SMALL) === 0x2d) parser.refuseLength(textAt(SMALL, 80));
    else taken = Word.Command;
    if (taken !== Word.Command) index += 1;
  }
  line.commandAt = index;
  parser.finish(readString(Vector.Arguments, index, 0, SMALL, 0) >= 0);
}
