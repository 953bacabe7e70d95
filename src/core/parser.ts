/**
 * The command line and the environment. The caller feeds first the environment's variables, then the words behind the
 * program's name one by one until one is not taken: that one begins the command. The first error is kept and ends it.
 */
import { skipSpace } from "./ascii.ts";
import { NEVER } from "./duration.ts";
import { TELLING_VARIABLES } from "./hook.ts";
import { findLong, findShort, findVariable, OPTIONS, Option } from "./options.ts";
import { applyDefaults, optionsOf, Personality } from "./personality.ts";
import { Settings } from "./settings.ts";
import {
  badValue,
  conflict,
  missingCommand,
  missingValue,
  needlessValue,
  tooLong,
  tooMany,
  unknownOption,
  unknownVariable,
} from "./usage.ts";
import { clearValues, readValue } from "./values.ts";

/** What the parser did with a word. */
export const enum Word {
  /** It belongs to lissom; go on. */
  Taken,
  /** It was --: the next word begins the command. */
  End,
  /** It begins the command. */
  Command,
}

const VARIABLE_PREFIX: string = "LISSOM_";

/** The native body never frees memory, so what is read is bounded: by far more than anybody writes. */
const ROOM: i32 = 262_144;
const WORD_COST: i32 = 64;

/** Turns words and variables into settings. */
export class Parser {
  readonly settings: Settings = new Settings();
  /** The first error as one line without a prefix, or empty. */
  error: string = "";
  /** A remark about the first unknown variable, or empty: not an error, as Kubernetes makes variables for services' names. */
  warning: string = "";
  private readonly options: Array<Option>;
  /** What may still be read, in bytes with WORD_COST for each word. */
  private room: i32 = ROOM;
  private pending: Option | null = null;
  private pendingPlace: string = "";
  private readonly seen: Array<Option> = [];

  /** @param personality whose command line it is; where it is not lissom's own, read the words before the variables */
  constructor(personality: Personality = Personality.Lissom) {
    this.options = optionsOf(personality);
    applyDefaults(this.settings, personality);
  }

  /** Reads one environment variable. Those of other programs, and empty ones of lissom, are passed over. */
  variable(name: string, value: string): void {
    if (this.error.length > 0) return;
    if (this.options !== OPTIONS) {
      const foreign = findVariable(this.options, name);
      // An empty verbosity must not be taken for the word without a value.
      if (foreign !== null && (value.length > 0 || foreign.short !== "v")) this.read(foreign, name, value);
    }
    if (value.length === 0 || !name.startsWith(VARIABLE_PREFIX)) return;
    if (!this.takeRoom(name.length + value.length, 1)) return;
    const option = findVariable(OPTIONS, name);
    if (option === null) {
      // A lissom inside of a hook does not take what the hook is told for mistakes.
      if (this.warning.length === 0 && TELLING_VARIABLES.indexOf(name) < 0)
        this.warning = unknownVariable(name);
      return;
    }
    const values = option.separator.length > 0 ? value.split(option.separator) : [value];
    if (!this.takeRoom(0, values.length)) return;
    for (let i = 0; i < values.length; i++) {
      const one = values[i] as string;
      if (option.separator === "\n" && skipSpace(one, 0) === one.length) continue;
      this.read(option, name, one);
    }
  }

  /** Reads the next word of the command line. */
  word(word: string): Word {
    const pending = this.pending;
    if (!this.takeRoom(word.length, 1)) return Word.Taken;
    if (pending !== null) {
      this.pending = null;
      this.set(pending, this.pendingPlace, word);
      return Word.Taken;
    }
    if (word === "--") return Word.End;
    if (word.length < 2 || !word.startsWith("-")) return Word.Command;
    if (word.startsWith("--")) this.longOption(word);
    else this.shortOptions(word);
    return Word.Taken;
  }

  /** Sets an option from the command line; the first value of a repeatable one replaces those of the environment. */
  set(option: Option, place: string, value: string): void {
    if (option.separator.length > 0 && this.seen.indexOf(option) < 0) {
      this.seen.push(option);
      clearValues(this.settings, option);
    }
    this.read(option, place, value);
  }

  /** Whether the next word is the value of an option. */
  awaitsValue(): bool {
    return this.pending !== null;
  }

  /** Refuses a variable that the caller could not read whole, if it is one of lissom's. */
  refuseVariable(name: string): void {
    if (findVariable(this.options, name) !== null || findVariable(OPTIONS, name) !== null)
      this.refuseLength(name);
    else this.warning = unknownVariable(name);
  }

  /** Refuses a word that the caller could not read whole. */
  refuseLength(place: string): void {
    this.fail(tooLong(place));
  }

  /** Checks the whole. Call it behind the last word. */
  finish(hasCommand: bool): void {
    const settings = this.settings;
    const pending = this.pending;
    if (pending !== null) this.fail(missingValue(this.pendingPlace, pending));
    if (settings.help || settings.version || settings.license || settings.install.length > 0) return;
    if (!hasCommand && !settings.pauses) this.fail(missingCommand());
    if (settings.graceMs === NEVER && settings.steps.length > 0) {
      this.fail(conflict("with --grace never, the signals of --then would never be sent"));
    }
    if (settings.graceMs === NEVER && settings.budgetMs !== NEVER) {
      this.fail(conflict("--budget needs a --grace that ends, not never"));
    }
  }

  /** Keeps an error, unless there is one already. `line` has no prefix and no line end. */
  fail(line: string): void {
    if (this.error.length === 0) this.error = line;
  }

  private longOption(word: string): void {
    const at = word.indexOf("=");
    const written = at < 0 ? word : word.substring(0, at);
    const option = findLong(this.options, written.substring(2));
    if (option === null) {
      this.fail(unknownOption(this.options, written));
    } else if (option.value.length === 0) {
      if (at < 0) this.set(option, written, "");
      else this.fail(needlessValue(written, word.substring(at + 1)));
    } else if (at < 0) {
      this.expect(option, written);
    } else {
      this.set(option, written, word.substring(at + 1));
    }
  }

  private shortOptions(word: string): void {
    for (let i = 1; i < word.length; i++) {
      const written = "-" + word.charAt(i);
      const option = findShort(this.options, word.charAt(i));
      if (option === null) {
        this.fail(unknownOption(this.options, i === 1 ? word : written));
        return;
      }
      if (option.value.length > 0) {
        if (i + 1 < word.length) this.set(option, written, word.substring(i + 1));
        else this.expect(option, written);
        return;
      }
      this.set(option, written, "");
    }
  }

  private takeRoom(length: i32, words: i32): bool {
    this.room -= length + words * WORD_COST;
    if (this.room < 0) this.fail(tooMany());
    return this.room >= 0;
  }

  private expect(option: Option, place: string): void {
    this.pending = option;
    this.pendingPlace = place;
  }

  private read(option: Option, place: string, value: string): void {
    // A command is taken apart into pieces, each of which costs more than its letters.
    if (option.separator === "\n" && !this.takeRoom(4 * value.length, 0)) return;
    const accepted = readValue(this.settings, option, value);
    if (accepted.length > 0) this.fail(badValue(place, value, accepted));
  }
}
