import { ByteWriter } from "./byte-writer.ts";
import { Option } from "./options.ts";
import { optionsOf, Personality, versionOf } from "./personality.ts";

/** The version, kept equal to package.json's by a test. */
export const VERSION: string = "0.1.0";
/** Bytes that a buffer for the help text must have. */
export const HELP_MAX: i32 = 4096;

const COLUMN: i32 = 37;

/** Writes the text of --help. */
export function writeHelp(out: ByteWriter, personality: Personality = Personality.Lissom): void {
  out.text("Usage: lissom [options] [--] command [argument...]\n\n");
  const options = optionsOf(personality);
  for (let i = 0; i < options.length; i++) {
    const option = options[i] as Option;
    if (option.short.length === 0 && option.long.length === 0) continue;
    const lineAt = out.length;
    out.text("  ");
    out.text(option.short.length > 0 ? "-" + option.short : "  ");
    if (option.long.length > 0) {
      out.text(option.short.length > 0 ? ", --" : "  --");
      out.text(option.long);
    }
    if (option.value.length > 0) {
      out.byte(0x20);
      out.text(option.value);
    }
    while (out.length < lineAt + COLUMN) out.byte(0x20);
    out.byte(0x20);
    out.text(option.help);
    if (option.fallback.length > 0) {
      out.text(" [");
      out.text(option.fallback);
      out.byte(0x5d);
    }
    out.byte(0x0a);
  }
  if (personality === Personality.Lissom) {
    out.text(
      "\nAll but the last three can be set by variables, LISSOM_GRACE=20s or LISSOM_MAP=HUP=none,USR1=TERM;\n",
    );
    out.text(
      "commands one a line. The command line wins. Exit: the command's code, 128+n for signal n, or 125, 126, 127.\n",
    );
  } else {
    out.text(
      "\nThis is lissom, called by the name of another init. Its LISSOM_ variables work too, and win.\n",
    );
  }
}

/** Writes the text of --version. */
export function writeVersion(out: ByteWriter, personality: Personality = Personality.Lissom): void {
  out.text(versionOf(personality));
  out.text("lissom ");
  out.text(VERSION);
  out.byte(0x0a);
}

/** Writes what the licence is. */
export function writeLicense(out: ByteWriter): void {
  out.text("lissom is free software under the MIT License, without any warranty.\n");
}
