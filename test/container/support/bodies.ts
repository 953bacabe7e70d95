import { join } from "node:path";
import { repositoryRoot } from "../../helpers/root.ts";

/** The native body for the processor that the tests run on. */
export const nativeBinary = join(repositoryRoot, `dist/native/linux-${process.arch}/lissom`);

/** Where the images hold the npm package, whose Node body runs without the native one. */
export const packageFolder = "/opt/lissom";

/** One of the two programs that lissom can be, and how an image starts it. */
export interface Body {
  name: "native" | "node";
  /** The words before the command, as an image's ENTRYPOINT has them. */
  entrypoint: readonly string[];
}

/** The static executable: what nearly all of the container tests run. */
export const nativeBody: Body = { name: "native", entrypoint: ["/lissom", "--"] };

/** The Node program: runs where the image has Node. */
export const nodeBody: Body = {
  name: "node",
  entrypoint: ["node", `${packageFolder}/bin/lissom.js`, "--engine", "node", "--"],
};
