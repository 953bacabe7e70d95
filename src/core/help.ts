import { ByteWriter } from "./byte-writer.ts";
import { OPTIONS, Option } from "./options.ts";

/** The version, kept equal to package.json's by a test. */
export const VERSION: string = "0.1.0";
/** Bytes that a buffer for the help text must have. */
export const HELP_MAX: i32 = 4096;

const COLUMN: i32 = 29;

/** Writes the text of --help. */
export function writeHelp(out: ByteWriter): void {
  out.text("Usage: lissom [options] [--] command [argument...]\n\n");
  for (let i = 0; i < OPTIONS.length; i++) {
    const option = OPTIONS[i] as Option;
    const lineAt = out.length;
    out.text("  ");
    out.text(option.short.length > 0 ? "-" + option.short + ", --" : "    --");
    out.text(option.long);
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
  out.text(
    "\nAll but the last three can be set by variables, LISSOM_GRACE=20s or LISSOM_MAP=HUP=none,USR1=TERM;\n",
  );
  out.text("the command line beats them. Exit: the command's code, 128+n for signal n, or 125, 126, 127.\n");
}

/** Writes the text of --version. */
export function writeVersion(out: ByteWriter): void {
  out.text("lissom ");
  out.text(VERSION);
  out.byte(0x0a);
}
