import { Parser, Word } from "../../../src/core/parser.ts";
import { Personality } from "../../../src/core/personality.ts";

/** Reads variables and a command line, as a body does: the weaker first. @returns the parser, and the words that are the command */
export function parse(
  words: string[],
  variables: Record<string, string> = {},
  personality = Personality.Lissom,
): { parser: Parser; command: string[] } {
  const parser = new Parser(personality);
  const readVariables = (isMeant: (name: string) => boolean) => {
    for (const [name, value] of Object.entries(variables)) if (isMeant(name)) parser.variable(name, value);
  };
  const isOwn = (name: string) => name.startsWith("LISSOM_");
  if (personality === Personality.Lissom) readVariables(() => true);
  let at = 0;
  let taken = Word.Taken;
  while (taken === Word.Taken && at < words.length) {
    taken = parser.word(words[at] ?? "");
    if (taken !== Word.Command) at += 1;
  }
  const command = words.slice(at);
  if (personality !== Personality.Lissom) {
    readVariables((name) => !isOwn(name));
    readVariables(isOwn);
  }
  parser.finish(command.length > 0);
  return { parser, command };
}

/** The settings of a command line that must be right; the command is added. */
export function settingsOf(
  options: string[],
  variables: Record<string, string> = {},
  personality = Personality.Lissom,
) {
  const { parser } = parse([...options, "--", "command"], variables, personality);
  if (parser.error !== "") throw new Error(parser.error);
  return parser.settings;
}

/** The error line of a command line, or an empty text. The command is added. */
export function errorOf(
  options: string[],
  variables: Record<string, string> = {},
  personality = Personality.Lissom,
): string {
  return parse([...options, "--", "command"], variables, personality).parser.error;
}
