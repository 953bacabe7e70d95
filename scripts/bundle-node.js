import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  outdir: "dist/node",
  bundle: true,
  platform: "node",
  target: "node20",
  minify: true,
  legalComments: "none",
  external: ["koffi"],
};

/**
 * Bundles the Node body (main.cjs), the launcher (launcher.js) and the JavaScript API (index.js) into dist/node, each
 * with all that it needs but koffi, which is an addon: reading one file is faster than finding a hundred.
 */
export async function bundleNode() {
  removeCodeCaches(join(root, "dist/node"));
  await build({
    ...common,
    entryPoints: { launcher: "src/launcher/launch.ts", index: "src/index.ts" },
    format: "esm",
    banner: {
      js: 'import{createRequire as lissomCreateRequire}from"node:module";const require=lissomCreateRequire(import.meta.url);',
    },
    plugins: [lazyDependencies],
  });
  await build({
    ...common,
    entryPoints: { main: "src/node/main.ts" },
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    // One function, as the launcher's loader calls it.
    banner: { js: "(function(exports,require,module){" },
    footer: { js: "})" },
    plugins: [lazyDependencies],
  });
  execFileSync(process.execPath, [join(root, "scripts/code-cache.js"), join(root, "dist/node")], {
    stdio: "inherit",
  });
}

/**
 * V8 tells a code cache from that of another source by the source's length alone, so none may outlive its bundle.
 *
 * @param {string} folder
 */
function removeCodeCaches(folder) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (name.endsWith(".cache")) rmSync(join(folder, name));
}

/**
 * src/node/load.ts makes a `require` of its own, which the bundler cannot follow. Without that line the calls behind it
 * are ordinary ones: their packages become functions in the bundle that run when they are first called.
 *
 * @type {import("esbuild").Plugin}
 */
const lazyDependencies = {
  name: "lazy-dependencies",
  setup(context) {
    context.onLoad({ filter: /src\/node\/load\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const line = "const require = createRequire(import.meta.url);\n";
      if (!text.includes(line))
        throw new Error(`${path}: without the line that the bundler takes out: ${line}`);
      return { contents: text.replace(line, ""), loader: "ts" };
    });
  },
};

/**
 * Writes the types of the JavaScript API into dist/types: those that its entry leads to, and no more. Throws where the
 * sources have errors.
 */
export function emitTypes() {
  const types = join(root, "dist/types");
  const unpruned = join(root, "dist/types-all");
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const words = [tsc, "-p", "tsconfig.types.json", "--outDir", unpruned];
  execFileSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  rmSync(types, { recursive: true, force: true });
  copyTypes(unpruned, types, "index");
  rmSync(unpruned, { recursive: true });
}

/**
 * Copies one file and what it leads to; sources name each other with .ts, a package's files with .js.
 *
 * @param {string} from
 * @param {string} to
 * @param {string} name
 */
function copyTypes(from, to, name) {
  const text = readFileSync(join(from, `${name}.d.ts`), "utf8");
  const target = join(to, `${name}.d.ts`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"'));
  for (const [, other = ""] of text.matchAll(/from "(\.[^"]*)\.ts"/g)) {
    const next = join(dirname(name), other);
    if (!existsSync(join(to, `${next}.d.ts`))) copyTypes(from, to, next);
  }
}
