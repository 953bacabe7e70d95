import type { RuncUser } from "./runc.ts";

// Any number that no one on the machine has will do: the user needs no entry in a file.
const ordinaryId = 61_234;
const identity = [`--reuid=${ordinaryId}`, `--regid=${ordinaryId}`, "--clear-groups"];

/** Root; for tests that root runs. */
export const rootUser: RuncUser = { uid: 0, gid: 0, prefix: [] };

/** The ordinary user who runs the tests, or one made up where root runs them. */
export const ordinaryUser: RuncUser =
  process.getuid?.() === 0
    ? { uid: ordinaryId, gid: ordinaryId, prefix: ["setpriv", ...identity, "--"] }
    : { uid: process.getuid?.() ?? ordinaryId, gid: process.getgid?.() ?? ordinaryId, prefix: [] };
