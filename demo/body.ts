import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nativeFile, whyUnusable } from "../src/launcher/native-file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** How to start lissom in the demo. */
export interface Body {
  argv: readonly string[];
  /** For the reader. */
  title: string;
}

/** The native body where it was built, else the Node body with the reason in its title. */
export function findBody(): Body {
  const file = nativeFile(root);
  const reason = whyUnusable(file);
  if (reason === undefined) {
    return { argv: [file], title: `native body, ${Math.ceil(statSync(file).size / 1024)} KiB` };
  }
  const argv = [process.execPath, `${root}bin/lissom.js`, "--engine", "node"];
  return { argv, title: `Node body; no native one: ${reason}; it needs a C compiler and npm run build` };
}
