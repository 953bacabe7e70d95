#!/usr/bin/env node
/**
 * The command that npm installs. The file it loads is built; without it nothing can run.
 */
const launcher = new URL("../dist/node/launcher.js", import.meta.url);
const { launch } = await import(launcher.href);
await launch(process.argv.slice(2));
