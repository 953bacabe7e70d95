import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL("native/", import.meta.url));

/**
 * Compiles every program of bench/native into `folder`, static so that the loader's work is in no figure.
 * Throws what the compiler said where it fails; CC names another compiler.
 */
export function compileTools(folder: string): void {
  for (const source of readdirSync(SOURCES).filter((name) => name.endsWith(".c"))) {
    const flags = ["-Os", "-static", "-Wall", "-Wextra", "-Werror", "-Wno-unused-function"];
    const output = join(folder, source.slice(0, -".c".length));
    execFileSync(process.env.CC ?? "cc", [...flags, "-o", output, join(SOURCES, source)], {
      stdio: "inherit",
    });
  }
}
