import { existsSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fixture } from "../helpers/fixtures.ts";
import { bodies, type Init } from "../helpers/inits.ts";

/** The names by which lissom speaks another init's command line. */
export const names = ["tini", "tini-static", "docker-init", "dumb-init", "catatonit", "podman-init"] as const;
export type Name = (typeof names)[number];

/** lissom's native body, called by another init's name through a symlink. */
export function called(name: Name): Init {
  const [target = ""] = bodies.native.argv;
  const link = join(dirname(fixture("signals")), "called", name);
  mkdirSync(dirname(link), { recursive: true });
  if (!isLinkTo(link, target)) replace(link, target);
  return plain(`lissom as ${name}`, link, bodies.native.needs);
}

/** The program that has the name by right, as Debian packages it. */
export function original(name: Name): Init {
  return plain(`the real ${name}`, name, [name]);
}

/** Only the trial itself gives words to these inits. */
function plain(name: string, program: string, needs: string[]): Init {
  return { name, argv: [program], needs, flags: () => [], separator: false };
}

function isLinkTo(link: string, target: string): boolean {
  try {
    return readlinkSync(link) === target;
  } catch {
    return false;
  }
}

/** Another worker may do the same at the same time: who comes second finds it done. */
function replace(link: string, target: string): void {
  try {
    rmSync(link, { force: true });
    symlinkSync(target, link);
  } catch (error) {
    if (!existsSync(link)) throw error;
  }
}
