/**
 * The dependencies that load when they are first used. Synchronous, since the log must keep the order of its lines and
 * a signal cannot wait; the bundler puts commander and pino into the bundle, koffi stays a package of its own.
 */
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The command line library. */
export const loadCommander = (): typeof import("commander") => require("commander");

/** The logger. */
export const loadPino = (): typeof import("pino") => require("pino");

/** The foreign function library, a native addon; throws where it has none for this machine. */
export const loadKoffi = (): typeof import("koffi") => require("koffi");
