/** The native body's way to the settings: the environment first, then the words, each read from the kernel's vectors. */
import { Parser, Word } from "../core/parser.ts";
import { Personality, personalityOf } from "../core/personality.ts";
import { SCRATCH, SMALL } from "./buffers.ts";
import { readString, Vector } from "./system.ts";
import { textAt, vectorText } from "./text.ts";

/** What the vectors said besides the settings. */
export class CommandLine {
  readonly parser: Parser;
  /** Index of the command in the arguments; the number of arguments where there is none. */
  commandAt: i32 = 1;
  /** Index of PATH in the variables, -1 where there is none. */
  pathAt: i32 = -1;
  /** Whether LISTEN_FDS is there. */
  listens: bool = false;
  /** Index of LISTEN_PID in the variables, or behind the last. */
  listenPidAt: i32 = 0;

  /** @param personality whose words they are */
  constructor(readonly personality: Personality) {
    this.parser = new Parser(personality);
  }
}

const PREFIX_LENGTH: i32 = 11;
/** What is shown of the name of a variable that is too long. */
const NAME_SIZE: i32 = 80;

/** Reads both vectors. Errors are in the parser. */
export function readCommandLine(): CommandLine {
  const name = vectorText(Vector.Arguments, 0);
  const line = new CommandLine(name !== null ? personalityOf(name) : Personality.Lissom);
  const isOther = line.personality !== Personality.Lissom;
  // The weaker first: lissom's own words beat its variables, which beat the words and the variables of other inits.
  if (isOther) {
    readWords(line);
    readVariables(line, true);
  }
  readVariables(line, false);
  if (!isOther) readWords(line);
  line.parser.finish(readString(Vector.Arguments, line.commandAt, 0, SMALL, 0) >= 0);
  return line;
}

/** @param theirs whether to read the variables of the other init, or lissom's own and those that every program knows */
function readVariables(line: CommandLine, theirs: bool): void {
  let listenPidAt: i32 = -1;
  let index: i32 = 0;
  while (true) {
    const length = readString(Vector.Variables, index, 0, SMALL, PREFIX_LENGTH);
    if (length < 0) break;
    // The first bytes spare the making of a string for nearly every variable: PA and LI.
    const first = load<u16>(SMALL);
    if (first === 0x4150 || first === 0x494c || theirs) {
      const start = textAt(SMALL, length < PREFIX_LENGTH ? length : PREFIX_LENGTH);
      const isMeant = theirs ? isTheirs(line.personality, start) : start.startsWith("LISSOM_");
      if (isMeant) readVariable(line.parser, index);
      else if (start.startsWith("PATH=")) line.pathAt = line.pathAt < 0 ? index : line.pathAt;
      else if (start.startsWith("LISTEN_FDS=")) line.listens = true;
      else if (start.startsWith("LISTEN_PID=")) listenPidAt = listenPidAt < 0 ? index : listenPidAt;
    }
    index += 1;
  }
  line.listenPidAt = listenPidAt < 0 ? index : listenPidAt;
}

function isTheirs(personality: Personality, start: string): bool {
  if (personality === Personality.Tini) return start.startsWith("TINI_");
  if (personality === Personality.DumbInit) return start.startsWith("DUMB_INIT_");
  return personality === Personality.Catatonit && start.startsWith("CATATONIT_");
}

function readVariable(parser: Parser, index: i32): void {
  if (parser.error.length > 0) return;
  const text = vectorText(Vector.Variables, index);
  if (text === null) {
    const start = textAt(SCRATCH, NAME_SIZE);
    parser.refuseVariable(start.substring(0, start.indexOf("=")));
    return;
  }
  const at = text.indexOf("=");
  if (at > 0) parser.variable(text.substring(0, at), text.substring(at + 1));
}

function readWords(line: CommandLine): void {
  const parser = line.parser;
  let index: i32 = 1;
  let taken: Word = Word.Taken;
  // Linux before 5.18 starts a program also without its own name.
  if (readString(Vector.Arguments, 0, 0, SMALL, 1) < 0) index = 0;
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
}
