// npm run build: everything that the package holds, below dist/.
import { buildNative, buildTestVariants } from "./build-native.js";
import { bundleNode, emitTypes } from "./bundle-node.js";

if (process.argv.includes("--test-variants")) {
  report(await buildTestVariants());
} else {
  await bundleNode();
  emitTypes();
  report(await buildNative());
}

/** @param {string[]} executables */
function report(executables) {
  for (const file of executables) console.log(`built ${file.slice(process.cwd().length + 1)}`);
  if (executables.length === 0) {
    console.log(
      "no C compiler was found: only the Node body was built. Install one (apt-get install gcc) for the native body.",
    );
  }
}
