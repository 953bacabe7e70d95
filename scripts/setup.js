// Brings a clone to where its commands run: the packages of package-lock.json, and a build of what is there. Does
// nothing where both are up to date. It uses no package itself, since there may be none yet.
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const forTests = process.argv.includes("--for-tests");

process.chdir(root);
install(".", "installing packages (npm install)");
const sources = ["package-lock.json", "tsconfig.json", "tsconfig.types.json", "bin", "scripts", "src"];
ensure("dist/.lissom-setup", sources, "building", () => run(process.execPath, ["scripts/build.js"]));
if (forTests) {
  install("test/newer-node", "installing a newer Node for the launcher's tests (npm install)");
  ensure("dist/test/.lissom-setup", sources, "building the variants for the tests", () => {
    run(process.execPath, ["scripts/build.js", "--test-variants"]);
  });
}

/** @param {string} folder with a package-lock.json @param {string} title */
function install(folder, title) {
  ensure(`${folder}/node_modules/.lissom-setup`, [`${folder}/package-lock.json`], title, () => {
    // Not `npm ci`: it insists on the optional binaries of every platform, which a mirror may lack.
    run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", `--prefix=${folder}`]);
  });
}

/**
 * Runs a step unless its stamp says that it has seen these inputs.
 * @param {string} stamp a file
 * @param {string[]} inputs files and folders
 * @param {string} title
 * @param {() => void} step
 */
function ensure(stamp, inputs, title, step) {
  const state = digest(inputs);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === state) return;
  console.log(`lissom setup: ${title}`);
  step();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, state);
}

/** Whether there is a C compiler now: one that comes later has to be noticed. */
function compiler() {
  const names = [process.env["CC"] ?? "cc", "aarch64-linux-gnu-gcc"];
  return names.filter((name) => spawnSync(name, ["--version"]).status === 0).join("+");
}

/** @param {string[]} inputs */
function digest(inputs) {
  const hash = createHash("sha256");
  hash.update(inputs.includes("src") ? compiler() : "");
  for (const input of inputs.filter((path) => existsSync(path))) add(hash, input);
  return hash.digest("hex");
}

/** @param {import("node:crypto").Hash} hash @param {string} path */
function add(hash, path) {
  hash.update(path);
  try {
    hash.update(readFileSync(path));
  } catch {
    // A folder.
    for (const name of readdirSync(path).sort()) add(hash, join(path, name));
  }
}

/** @param {string} command @param {string[]} args */
function run(command, args) {
  try {
    execFileSync(command, args, { stdio: "inherit" });
  } catch {
    console.error(`lissom setup: failed: ${command} ${args.join(" ")}: see above`);
    process.exit(1);
  }
}
