// code-cache FOLDER: runs a command under the Node body in FOLDER and keeps the code that V8 compiled for that beside
// it, for the launcher (src/launcher/load-body.ts) and this very version of Node.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

const folder = process.argv[2] ?? "";
const filename = join(folder, "main.cjs");
const script = new Script(readFileSync(filename, "utf8"), { filename });
const body = { exports: /** @type {typeof import("../src/node/main.ts")} */ ({}) };
script.runInThisContext()(body.exports, createRequire(filename), body);
process.once("exit", () => {
  writeFileSync(join(folder, `main-${process.version}-${process.arch}.cache`), script.createCachedData());
});
await body.exports.main(["--", process.execPath, "-e", ""]);
