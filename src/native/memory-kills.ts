/** How many processes the kernel has killed as the memory of the cgroup had run out: oom_kill of cgroups(7). */
import { ENTRIES, ENTRIES_SIZE, SCRATCH, SCRATCH_SIZE } from "./buffers.ts";
import { close, OpenFlag, open, read } from "./system.ts";
import { openFile } from "./text.ts";

/** What the count is where it cannot be read. */
const UNKNOWN: i32 = -1;

let before: i32 = UNKNOWN;

/** Remembers how many there were before the command, or when it was new. Only the first call counts. */
export function rememberMemoryKills(): void {
  if (before !== UNKNOWN) return;
  before = countMemoryKills();
}

/** How many there were since; 0 where that is not known, as the first look failed, or the command lived no longer. */
export function newMemoryKills(): i32 {
  return before === UNKNOWN ? 0 : countMemoryKills() - before;
}

/** In a cgroup namespace, or where only the own cgroup is mounted, it is the root of what is there, whatever its path. */
function countMemoryKills(): i32 {
  // Only a cgroup that is not the host's whole tree has this file; it spares the look at what the own one is.
  const root = openFile("/sys/fs/cgroup/memory.events");
  if (root >= 0) return readCount(root);
  const own = openFile("/proc/self/cgroup");
  const end = own < 0 ? 0 : readAll(own);
  let at: i32 = 0;
  while (at < end) {
    // hierarchy:controllers:path, and for version 2 0::path.
    const lineEnd = find(at, end, 0x0a);
    const controllers = find(at, lineEnd, 0x3a) + 1;
    const path = find(controllers, lineEnd, 0x3a) + 1;
    const isUnified = path === controllers + 1;
    if (path < lineEnd && (isUnified || hasWord(controllers, path, "memory"))) {
      const mount = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
      const name = isUnified ? "/memory.events" : "/memory.oom_control";
      let length = compose(0, mount);
      for (let i = path; i < lineEnd && length < ENTRIES_SIZE - 32; i++) {
        store<u8>(ENTRIES + length, load<u8>(SCRATCH + i));
        length += 1;
      }
      compose(length, name);
      let fd = openComposed();
      if (fd < 0 && !isUnified) {
        compose(compose(0, mount), name);
        fd = openComposed();
      }
      if (fd >= 0) return readCount(fd);
    }
    at = lineEnd + 1;
  }
  return UNKNOWN;
}

/** The number behind `oom_kill` at the beginning of a line. Closes the descriptor. */
function readCount(fd: i32): i32 {
  const end = readAll(fd);
  let at: i32 = 0;
  while (at < end) {
    const lineEnd = find(at, end, 0x0a);
    if (hasWord(at, at + 8, "oom_kill") && load<u8>(SCRATCH + at + 8) === 0x20) {
      let count: i32 = 0;
      for (let i = at + 9; i < lineEnd; i++) count = count * 10 + (load<u8>(SCRATCH + i) - 0x30);
      return count;
    }
    at = lineEnd + 1;
  }
  return UNKNOWN;
}

/** Appends to the text in ENTRIES, and ends it with a zero byte. @returns the length with what was appended */
function compose(length: i32, text: string): i32 {
  for (let i = 0; i < text.length; i++) store<u8>(ENTRIES + length + i, text.charCodeAt(i));
  store<u8>(ENTRIES + length + text.length, 0);
  return length + text.length;
}

function openComposed(): i32 {
  return open(ENTRIES, OpenFlag.ReadOnly | OpenFlag.CloseOnExec);
}

/** Reads into SCRATCH and closes the descriptor. @returns the length, 0 where it cannot be read */
function readAll(fd: i32): i32 {
  const length = read(fd, SCRATCH, SCRATCH_SIZE);
  close(fd);
  return Math.max(length, 0) as i32;
}

/** Index of the byte in SCRATCH, or `end`. */
function find(from: i32, end: i32, byte: i32): i32 {
  let at = from;
  while (at < end && load<u8>(SCRATCH + at) !== byte) at += 1;
  return at;
}

/** Whether the text is in a part of SCRATCH. */
function hasWord(from: i32, end: i32, word: string): bool {
  for (let at = from; at + word.length <= end; at++) {
    let length: i32 = 0;
    while (length < word.length && load<u8>(SCRATCH + at + length) === word.charCodeAt(length)) length += 1;
    if (length === word.length) return true;
  }
  return false;
}
