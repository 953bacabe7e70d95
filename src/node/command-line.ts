import { HELP_MAX, writeHelp } from "../core/help.ts";
import { OPTIONS } from "../core/options.ts";
import { Parser, Word } from "../core/parser.ts";
import type { Settings } from "../core/settings.ts";
import { loadCommander } from "./load.ts";
import { textOf } from "./written.ts";

/** What the user asked for. */
export interface CommandLine {
  settings: Settings;
  /** The program and its arguments. */
  command: string[];
  /** The first error as one line without a prefix, or empty. */
  error: string;
  /** A remark that is no error, or empty. */
  warning: string;
  /** The text of --help. */
  helpText(): string;
}

/** Reads the environment, then the words behind the program's name. */
export function readCommandLine(words: readonly string[], env: NodeJS.ProcessEnv): CommandLine {
  const parser = newParser(env);
  const command = words[0] === "--" ? words.slice(1) : readOptions(parser, words);
  parser.finish(command.length > 0);
  // The head knows how an option was written, so that its line names it that way; commander does not tell.
  const isSuspicious = parser.error.length > 0 || command[0]?.startsWith("-");
  const error = isSuspicious ? scan(words, env).parser.error : "";
  return { settings: parser.settings, command, error, warning: parser.warning, helpText };
}

/** The same without commander: the head's own parser, quick to load. */
export function scan(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): { parser: Parser; command: string[] } {
  const parser = newParser(env);
  let at = 0;
  while (at < words.length) {
    const taken = parser.word(words[at] as string);
    if (taken === Word.Command) break;
    at += 1;
    if (taken === Word.End) break;
  }
  parser.finish(at < words.length);
  return { parser, command: words.slice(at) };
}

function newParser(env: NodeJS.ProcessEnv): Parser {
  const parser = new Parser();
  for (const name of Object.keys(env)) {
    if (name.startsWith("LISSOM_")) parser.variable(name, env[name] ?? "");
  }
  return parser;
}

/** @returns the command; what commander refuses is left to the head, which knows the words for it */
function readOptions(parser: Parser, words: readonly string[]): string[] {
  if (!words[0]?.startsWith("-")) return [...words];
  const { Command, CommanderError } = loadCommander();
  const program = new Command("lissom")
    .argument("[command...]")
    .helpOption(false)
    .passThroughOptions()
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  for (const option of OPTIONS) {
    const short = option.short.length > 0 ? `-${option.short}, ` : "";
    program.option(
      `${short}--${option.long}${option.value.length > 0 ? ` <${option.value}>` : ""}`,
      option.help,
    );
    program.on(`option:${option.long}`, (value: string | null) => {
      if (parser.error.length === 0) parser.set(option, `--${option.long}`, value ?? "");
    });
  }
  try {
    return program.parse(words, { from: "user" }).args;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    parser.error = error.message;
    return [];
  }
}

/** Commander prints the help; its text is the head's, so that both bodies print the same. */
function helpText(): string {
  const { Command } = loadCommander();
  return new Command("lissom").configureHelp({ formatHelp: headHelp }).helpInformation();
}

function headHelp(): string {
  return textOf(HELP_MAX, writeHelp);
}
