import { fixture } from "../helpers/fixtures.ts";
import type { Body, Init } from "../helpers/inits.ts";

/** One promise of an init, and how to see whether it is kept. */
export interface Case {
  /** A letter of the catalogue, or a word for the contract's details, and a number. */
  id: string;
  /** The promise as a sentence. */
  title: string;
  /** The bodies of lissom that cannot keep it, each with the reason. */
  exempt?: Partial<Record<Body, string>>;
  /** Programs that it needs beyond the fixtures. */
  needs?: string[];
  /** Why it cannot be tried here, for what is no matter of a program that is missing. */
  unless?: () => string | undefined;
  /** Throws when the promise is broken; what it throws says what was seen. */
  run(init: Init): Promise<void>;
}

/** The table's reasons why a body is exempt, each once. */
export const limits = {
  nodeRealtime: "Node cannot listen for real-time signals",
  nodeRealtimeDeath: "Node cannot tell that a real-time signal ended a process",
  nodeTerminal: "Node starts the command in a session of its own, so it has no job control",
  nodeStartup: "a signal before Node's first line runs takes its default effect",
  nodeMask: "libuv resets mask and ignored signals in its children",
  nodeBytes: "Node's arguments are UTF-8",
  nodeSender: "Node's listeners learn the number of a signal, and not its sender",
  qemuSubreaper: "qemu-user knows no PR_SET_CHILD_SUBREAPER",
  qemuSignals: "qemu-user gives real-time signals other numbers",
  qemuProcess: "what is seen is qemu-user's own process",
} as const;

/** Fails unless `condition` holds; the message says what was seen instead. */
export function must(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}

/** Fails unless both are alike as JSON. */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen !== wanted) throw new Error(`${what}: ${brief(seen)} instead of ${brief(wanted)}`);
}

function brief(text = "nothing"): string {
  return text.length > 1000 ? `${text.slice(0, 1000)}...` : text;
}

/** A command line of the fixture that says its signals; a reaction is SIGNAL=CODE or SIGNAL=CODE@MILLISECONDS. */
export function talker(name: string, ...reactions: string[]): string[] {
  return [fixture("signals"), name, ...reactions];
}

/** A command line of a shell script. */
export function shell(script: string, ...words: string[]): string[] {
  return ["/bin/sh", "-c", script, "sh", ...words];
}

/** The words that set a scene with the fixture `with`, to stand in front of an init. */
export function scene(...verbs: string[]): string[] {
  return [fixture("with"), ...verbs, "--"];
}

/** Does `work` for each item, at most `width` at a time. */
export async function forEach<T>(items: T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

/** The whole numbers from `first` to `last`. */
export function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
