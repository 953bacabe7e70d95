import fc from "fast-check";
import { expect, test } from "vitest";
import { OPTIONS } from "../../src/core/options.ts";
import { editDistance, quote, unknownOption, unknownVariable } from "../../src/core/usage.ts";
import { hasControl } from "./support/bytes.ts";

/** The textbook definition, which takes exponential time and is therefore for short texts. */
function slowDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const rest = [a.slice(1), b.slice(1)] as const;
  if (a[0] === b[0]) return slowDistance(...rest);
  return 1 + Math.min(slowDistance(...rest), slowDistance(a, rest[1]), slowDistance(rest[0], b));
}

const shortText = fc
  .array(fc.constantFrom("a", "b", "c"), { maxLength: 5 })
  .map((letters) => letters.join(""));

test("the edit distance is Levenshtein's, and 3 where the lengths alone differ by three or more", () => {
  fc.assert(
    fc.property(shortText, shortText, (a, b) => {
      const isFar = Math.abs(a.length - b.length) > 2;
      expect(editDistance(a, b)).toBe(isFar ? 3 : slowDistance(a, b));
    }),
  );
});

test.each(OPTIONS.map(({ long }) => long))("--%s is suggested for each slip of one letter in it", (long) => {
  for (let at = 0; at < long.length; at++) {
    const slips = [`${long.slice(0, at)}${long.slice(at + 1)}`, `${long.slice(0, at)}q${long.slice(at)}`];
    for (const slip of slips) {
      if (OPTIONS.some((option) => option.long === slip)) continue;
      expect(unknownOption(OPTIONS, `--${slip}`)).toBe(
        `unknown option: "--${slip}", did you mean --${long}?; -h shows the help`,
      );
    }
  }
});

test("a variable is suggested for an unknown variable, never an option", () => {
  expect(unknownVariable("LISSOM_STOPON")).toContain("did you mean LISSOM_STOP_ON?");
  expect(unknownVariable("LISSOM_PORT_80_TCP_ADDR")).not.toContain("did you mean");
});

test("a quoted text is one line of at most 80 characters, whatever it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const quoted = quote(text);
      expect(hasControl(quoted)).toBe(false);
      expect(quoted.length).toBeLessThanOrEqual(80 + '"..."'.length);
      expect(quoted.endsWith('..."') && text.length > 80).toBe(text.length > 80);
    }),
  );
});

test("a printable text of up to 80 characters is quoted as it is", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ -~é-ÿ]{0,80}$/), (text) => {
      expect(quote(text)).toBe(`"${text}"`);
    }),
  );
});
