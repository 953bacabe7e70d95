import { wordList, words } from "../observe.ts";
import type { Trial } from "../trial.ts";

/** Every word of catatonit's command line: what is taken, what is refused, and with which exit code. */
export const catatonitWords: Trial[] = [
  // Nothing is run.
  words("-h", 0),
  words("-gh", 0),
  words("-L", 0),
  words("-V", 0),
  words("--version", 0),
  words("-gV", 0),
  words("-gP -V", 0),
  words("-V true", 0),
  // Options and commands.
  words("true", 0),
  words("false", 1),
  words("-- false", 1),
  words("-g -- false", 1),
  wordList(["--", "sh", "-c", "exit 255"], 255),
  wordList(["--", "sh", "-c", "exit 127"], 127),
  wordList(["--", "sh", "-c", "kill -9 $$"], 137),
  // Refused.
  words("", 1),
  words("--", 1),
  words("-g", 1),
  words("-x true", 1),
  words("-gx true", 1),
  words("--foo true", 1),
  words("--help", 1),
  words("--license", 1),
  words("--version=1", 1),
  // Different on purpose.
  words("--vers", 1, "noShortening", 0),
  words("-h -x", 1, "wholeLine", 0),
  wordList(["sh", "-c", "exit 7"], 7, "optionsEnd", 1),
  // Where nothing can be started.
  words("/nonexistent", 1),
  words("no-such-program", 1),
  words("/etc/passwd", 1),
  words("/etc/passwd/x", 1),
  words("/tmp", 1),
  words("-- -x", 1),
];
