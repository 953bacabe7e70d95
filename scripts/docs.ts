// npm run docs: writes the reference pages from the head's own tables; with --check it only compares them.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { logEventsPage } from "./docs/log-events-page.ts";
import { optionsPage } from "./docs/options-page.ts";

const pages: Record<string, string> = {
  "docs/options.md": optionsPage(),
  "docs/log-events.md": logEventsPage(),
};

for (const [name, text] of Object.entries(pages)) {
  const file = fileURLToPath(new URL(`../${name}`, import.meta.url));
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (process.argv.includes("--check")) {
    console.error(
      `docs: ${name} is not what the tables in src/core say: run "npm run docs" and commit the result`,
    );
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.log(`docs: wrote ${name}`);
  }
}
