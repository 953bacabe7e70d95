import { Parser, Word } from "../../../src/core/parser.ts";

/** Reads variables and a command line, as a body does. @returns the parser, and the words that are the command */
export function parse(
  words: string[],
  variables: Record<string, string> = {},
): { parser: Parser; command: string[] } {
  const parser = new Parser();
  for (const [name, value] of Object.entries(variables)) parser.variable(name, value);
  let at = 0;
  let taken = Word.Taken;
  while (taken === Word.Taken && at < words.length) {
    taken = parser.word(words[at] ?? "");
    if (taken !== Word.Command) at += 1;
  }
  const command = words.slice(at);
  parser.finish(command.length > 0);
  return { parser, command };
}

/** The settings of a command line that must be right; the command is added. */
export function settingsOf(options: string[], variables: Record<string, string> = {}) {
  const { parser } = parse([...options, "--", "command"], variables);
  if (parser.error !== "") throw new Error(parser.error);
  return parser.settings;
}

/** The error line of a command line, or an empty text. The command is added. */
export function errorOf(options: string[], variables: Record<string, string> = {}): string {
  return parse([...options, "--", "command"], variables).parser.error;
}
