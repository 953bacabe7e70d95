import fc from "fast-check";
import { expect, test } from "vitest";
import { readCommand } from "../../src/core/command-words.ts";

function wordsOf(text: string): string[] {
  const words: string[] = [];
  expect(readCommand(text, words)).toBe("");
  return words;
}

const wrongWith = (text: string) => readCommand(text, []);

test.each([
  ["sync", ["sync"]],
  [" \t a \r\n b ", ["a", "b"]],
  ["sh -c 'a  b; c | d'", ["sh", "-c", "a  b; c | d"]],
  [`a'b'"c"d`, ["abcd"]],
  [`a '' ""`, ["a", "", ""]],
  [`'a\\b"'`, ['a\\b"']],
  [`"a'b"`, ["a'b"]],
  [`"\\" \\\\ \\$ \\\` \\n \\'"`, ["\" \\ $ ` \\n \\'"]],
  ["a\\ b \\'c \\\"d \\\\ \\n", ["a b", "'c", '"d', "\\", "n"]],
  ["a '\n'", ["a", "\n"]],
  ["echo $HOME `x` $(y) * ~ # {a,b}", ["echo", "$HOME", "`x`", "$(y)", "*", "~", "#", "{a,b}"]],
  ["echo '|' \";\" \\; a\\; ';'", ["echo", "|", ";", ";", "a;", ";"]],
  ["echo a;b a|b a>b", ["echo", "a;b", "a|b", "a>b"]],
  ["é 日本 '\u{1f600}'", ["é", "日本", "\u{1f600}"]],
  ["'[' -f x ]", ["[", "-f", "x", "]"]],
])("%j is read as a shell would take it apart", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['["sync"]', ["sync"]],
  [' [ "a" ,\t"b"\n] ', ["a", "b"]],
  ['["a","","[]"]', ["a", "", "[]"]],
  ['["\\b\\f\\n\\r\\t\\"\\\\\\/"]', ['\b\f\n\r\t"\\/']],
  ['["\\u0041\\u007f\\u000a\\u001Fx"]', ["A\x7f\n\x1fx"]],
  ['["|",";","é","$HOME"]', ["|", ";", "é", "$HOME"]],
])("%j is read as JSON", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
  expect(wordsOf(text)).toEqual(JSON.parse(text));
});

test.each(["'", 'a "b', "a 'b\" c", '"\\"', 'a"\\\\'])("%j has a quote that is not closed", (text) => {
  expect(wrongWith(text)).toBe("a quote or an escape is not closed");
});

test.each(["\\", "a \\", "a\\"])("%j ends in a backslash that escapes nothing", (text) => {
  expect(wrongWith(text)).toBe("a quote or an escape is not closed");
});

test.each([
  "a | b",
  "a && b",
  "touch a 2>/dev/null",
  "echo hi >out",
  "a & ",
  "a > b",
  "a >> b",
  "a < b",
  "a; b",
  "a ;",
  "|",
  "a';';",
  "a\\;;",
  "<>",
])("%j is meant for a shell, and is refused", (text) => {
  expect(wrongWith(text)).toBe("there is no shell here: write sh -c '...'");
});

test.each(["", "  ", "''", '"" a', '[""]', '["","a"]'])("%j names no program", (text) => {
  expect(wrongWith(text)).toBe("a program is needed");
});

test.each([
  ...["[", "[]", "[a]", "['a']", "[1]", "[null]", '["a"', '["a', '["a",', '["a",]', '["a" "b"]', '["a"]x'],
  ...['["a"],', '["a\\', '["\\x"]', '["a\\\'"]', '["a\tb"]', '["a\nb"]', '[["a"]]', "[ -f x ]"],
])("%j is no list of words", (text) => {
  expect(wrongWith(text)).toBe('a list looks like ["sync","-f","/data"]');
});

test.each([
  "\\u00e9",
  "\\u0000",
  "\\ud83d\\ude00",
  "\\u0080",
  "\\u",
  "\\u00",
  "\\u004",
  "\\u00g0",
  "\\u0a41",
])("of the escape %s a list is told to hold the character itself", (written) => {
  expect(wrongWith(`["x${written}"]`)).toBe("\\u is for 0001 to 007f: write the character itself");
});

test("a zero byte is refused wherever it stands", () => {
  for (const text of ["\0", "a\0b", "'\0'", '["\0"]'])
    expect(wrongWith(text)).toBe("no word holds a zero byte");
});

/** One of the ways to write a word. */
const quoters: ((word: string) => string)[] = [
  (word) => `'${word.replaceAll("'", "'\\''")}'`,
  (word) => `"${word.replace(/["\\$`]/g, "\\$&")}"`,
  (word) => (word === "" ? "''" : word.replace(/./gsu, "\\$&")),
  (word) => [...word].map((character) => (character === "'" ? `"'"` : `'${character}'`)).join("") || '""',
];

const anyWord = fc.string({
  unit: fc.oneof(fc.constantFrom(..."'\"\\ $;|[]\n\t"), fc.string({ unit: "grapheme", maxLength: 1 })),
});
const words = fc
  .array(
    anyWord.filter((word) => !word.includes("\0")),
    { minLength: 1, maxLength: 6 },
  )
  .filter(([first]) => first !== "");
const ways = fc.array(fc.nat(quoters.length - 1), { minLength: 6, maxLength: 6 });
const blanks = fc.stringMatching(/^[ \t\r\n]{1,3}$/);

test("any words that are quoted, each in any way, are read back", () => {
  fc.assert(
    fc.property(words, ways, blanks, (list, chosen, blank) => {
      const quoted = list.map((word, at) => quoters[chosen[at] ?? 0]?.(word));
      expect(wordsOf(quoted.join(blank))).toEqual(list);
    }),
  );
});

test("any words that JSON.stringify writes are read back", () => {
  fc.assert(
    fc.property(words, fc.nat(2), (list, indent) => {
      expect(wordsOf(JSON.stringify(list, null, indent))).toEqual(list);
    }),
  );
});

test("what is not JSON for JSON.parse is no list here", () => {
  const pieces = fc.array(fc.constantFrom(...'[]",\\ a1u{}\n0é'), { maxLength: 12 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = `["${parts.join("")}`;
      if (wrongWith(text) === "") expect(wordsOf(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});
