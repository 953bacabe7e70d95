import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { endSignal, exitCodeOf, isStopped, stopSignal } from "../../src/core/wait-status.ts";

test("each of the 256 exit codes is read from its status, and no signal with it", () => {
  for (let code = 0; code < 256; code++) {
    const waitStatus = code << 8;
    expect([exitCodeOf(waitStatus), endSignal(waitStatus), isStopped(waitStatus)]).toEqual([code, 0, false]);
  }
});

test("each of the 64 signals is read as the cause of death, with and without a core dump", () => {
  for (let signo = 1; signo <= 64; signo++) {
    for (const waitStatus of [signo, signo | 0x80]) {
      expect([exitCodeOf(waitStatus), endSignal(waitStatus), isStopped(waitStatus)]).toEqual([
        128 + signo,
        signo,
        false,
      ]);
    }
  }
});

test("each of the 64 signals is read as the cause of a stop", () => {
  for (let signo = 1; signo <= 64; signo++) {
    const waitStatus = (signo << 8) | 0x7f;
    expect([isStopped(waitStatus), stopSignal(waitStatus)]).toEqual([true, signo]);
  }
});

test("every status of 16 bits gives an exit code from 0 to 255, so that the exit map has a place for it", () => {
  for (let waitStatus = 0; waitStatus <= 0xffff; waitStatus++) {
    const code = exitCodeOf(waitStatus);
    if (code < 0 || code > 255 || endSignal(waitStatus) > 127)
      throw new Error(`status ${waitStatus} gives ${code}`);
  }
});

test("an exit code is counted as a shell counts it", () => {
  for (const [script, waitStatus] of [
    ["exit 7", 7 << 8],
    ["kill -TERM $$", 15],
    ["kill -KILL $$", 9],
  ] as const) {
    const shell = spawnSync("/bin/sh", ["-c", `(sh -c '${script}'); exit $?`]);
    expect(exitCodeOf(waitStatus)).toBe(shell.status);
  }
});
