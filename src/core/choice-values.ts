/** The values of the options that are one word of a few. */
import { OptionId } from "./options.ts";
import { Level, LogFormat, Settings } from "./settings.ts";

/** Reads one of the words that an option accepts. @returns what is accepted, or an empty string */
export function readChoice(settings: Settings, id: OptionId, value: string): string {
  const words = wordsOf(id);
  const place = placeOf(words, value);
  if (place < 0) return "one of " + words;
  if (id === OptionId.To) settings.to = place;
  else if (id === OptionId.Leftovers) settings.leftovers = place;
  else if (id === OptionId.RepeatStop) settings.repeatStop = place;
  else if (id === OptionId.LogLevel)
    settings.logLevel = place === 0 ? Level.Silent : Level.Error + 10 - 10 * place;
  else if (id === OptionId.LogFormat) settings.logFormat = LogFormat.Json + place;
  else settings.engine = place;
  return "";
}

/** The words in the order of their numbers: strings cost, so they are one. */
function wordsOf(id: OptionId): string {
  if (id === OptionId.To) return "child, group, all";
  if (id === OptionId.Leftovers) return "stop, kill, wait";
  if (id === OptionId.RepeatStop) return "forward, next, kill";
  if (id === OptionId.LogLevel) return "silent, error, warn, info, debug, trace";
  return id === OptionId.LogFormat ? "json, text" : "auto, native, node";
}

/** How many words stand before `value`, or -1 where it is none of them. */
function placeOf(words: string, value: string): i32 {
  let place = 0;
  let from = 0;
  while (from < words.length) {
    const comma = words.indexOf(",", from);
    const end = comma < 0 ? words.length : comma;
    if (words.substring(from, end) === value) return place;
    place += 1;
    from = end + 2;
  }
  return -1;
}
