/** Signals to many: the main process, its group, all descendants, and all but the group. And who these are. */
import { ByteWriter } from "../core/byte-writer.ts";
import { Ending } from "../core/ending.ts";
import { Errno } from "../core/exec-failure.ts";
import { Target } from "../core/settings.ts";
import { ENTRIES, ENTRIES_SIZE, SCRATCH, SCRATCH_SIZE } from "./buffers.ts";
import {
  close,
  groupId,
  kill,
  OpenFlag,
  open,
  pidfdKill,
  pidfdOpen,
  processId,
  read,
  readDirectory,
  readLink,
} from "./system.ts";
import { addressOf } from "./text.ts";

const path: ByteWriter = new ByteWriter(32);

/** Facts from /proc/PID/stat, proc(5). */
class ProcessStat {
  parentPid: i32 = 0;
  pgid: i32 = 0;
  /** Index of the byte behind the name in SCRATCH, until that is used for something else. */
  nameEnd: i32 = 0;
}

const stat: ProcessStat = new ProcessStat();

/** What a walk is for. */
class Walk {
  /** The group that it passes over; 0 for none. */
  except: i32 = 0;
  /** Where it notes the processes, instead of sending them a signal. */
  ending: Ending | null = null;
}

const walk: Walk = new Walk();

/** What `send` returns where the process table was needed and cannot be read, so that only the group was reached. */
export const NO_PROCESS_TABLE: i32 = 1;

/**
 * Sends a signal to a target.
 * @param mainPid the main process, which leads the group; 0 once it was reaped
 * @param group the number of the group that the main process led
 * @param isStop whether a main process that has left its group must be found: two system calls more
 * @returns 0, NO_PROCESS_TABLE, or -errno; that nobody was there is no error
 */
export function send(signo: i32, target: Target, mainPid: i32, group: i32, isInit: bool, isStop: bool): i32 {
  let result: i32 = 0;
  if (target === Target.Child) result = kill(mainPid, signo);
  else if (target === Target.Group) result = sendToGroup(signo, mainPid, isStop);
  else if (target === Target.All && isInit) result = kill(-1, signo);
  else if (target === Target.Rest) result = kill(-group, signo);
  else {
    walk.except = target === Target.Outsiders ? group : 0;
    const isDone = sendToMany(signo, isInit);
    walk.except = 0;
    if (isDone) return 0;
    if (isInit) result = kill(-1, signo);
    else if (mainPid !== 0) result = sendToGroup(signo, mainPid, isStop);
    return result < 0 && result !== -Errno.NoProcess ? result : NO_PROCESS_TABLE;
  }
  return result === -Errno.NoProcess ? 0 : result;
}

/** Adds the living processes to the ending, as far as there is room, but for those of the group `helper`, 0 for none. */
export function noteSurvivors(ending: Ending, isInit: bool, helper: i32): void {
  walk.ending = ending;
  walk.except = helper;
  sendToMany(0, isInit);
  walk.ending = null;
  walk.except = 0;
}

/** A main process that has moved to another group is still reached itself. */
function sendToGroup(signo: i32, mainPid: i32, isStop: bool): i32 {
  const result = kill(-mainPid, signo);
  const isElsewhere = result === -Errno.NoProcess || (isStop && groupId(mainPid) !== mainPid);
  return isElsewhere ? kill(mainPid, signo) : result;
}

/** Walks over /proc. @returns whether it is there and ours */
function sendToMany(signo: i32, isInit: bool): bool {
  const self = processId();
  if (!isOwnProcessTable(self)) return false;
  path.clear();
  path.text("/proc");
  const directory = open(addressOf(path), OpenFlag.ReadOnly | OpenFlag.CloseOnExec);
  if (directory < 0) return false;
  while (true) {
    const length = readDirectory(directory, ENTRIES, ENTRIES_SIZE);
    if (length <= 0) break;
    let at: i32 = 0;
    while (at < length) {
      // struct linux_dirent64, getdents64(2): d_reclen at 16, d_name at 19.
      const pid = parsePid(ENTRIES + at + 19);
      const ending = walk.ending;
      if (pid > 0 && pid !== self) {
        if (ending === null) sendToOne(signo, pid, self, isInit);
        else if (isInit || (readStat(pid) && isDescendant(self))) noteOne(ending, pid);
      }
      at += load<u16>(ENTRIES + at, 16);
    }
  }
  close(directory);
  return true;
}

/** The process table of another namespace would name strangers: its `self` is not our number, or is nothing. */
function isOwnProcessTable(self: i32): bool {
  path.clear();
  path.text("/proc/self");
  const length = readLink(addressOf(path), SCRATCH, SCRATCH_SIZE - 1);
  if (length <= 0) return false;
  store<u8>(SCRATCH + length, 0);
  return parsePid(SCRATCH) === self;
}

/** The pidfd is taken before the look, so that the process that is looked at is the one that gets the signal. */
function sendToOne(signo: i32, pid: i32, self: i32, isInit: bool): void {
  const pidfd = pidfdOpen(pid);
  if (pidfd === -Errno.NoProcess) return;
  if (readStat(pid) && (walk.except === 0 || stat.pgid !== walk.except) && (isInit || isDescendant(self))) {
    if (pidfd >= 0) pidfdKill(pidfd, signo);
    else kill(pid, signo);
  }
  if (pidfd >= 0) close(pidfd);
}

/** A zombie is no survivor; its state, behind the name, is Z. */
function noteOne(ending: Ending, pid: i32): void {
  if (!ending.hasRoom() || !readStat(pid) || load<u8>(SCRATCH + stat.nameEnd + 2) === 0x5a) return;
  if (walk.except !== 0 && stat.pgid === walk.except) return;
  let at: i32 = 0;
  while (load<u8>(SCRATCH + at) !== 0x28) at += 1;
  ending.addSurvivor(pid);
  for (at += 1; at < stat.nameEnd; at++) ending.addNameByte(load<u8>(SCRATCH + at));
}

/** Whether the process in `stat` descends from `self`. The kernel gives every process a parent that is older, or a reaper. */
function isDescendant(self: i32): bool {
  for (let depth = 0; depth < 4096; depth++) {
    if (stat.parentPid === self) return true;
    if (stat.parentPid <= 1 || !readStat(stat.parentPid)) return false;
  }
  return false;
}

function readStat(pid: i32): bool {
  path.clear();
  path.text("/proc/");
  path.number(pid);
  path.text("/stat");
  const fd = open(addressOf(path), OpenFlag.ReadOnly | OpenFlag.CloseOnExec);
  if (fd < 0) return false;
  const length = read(fd, SCRATCH, SCRATCH_SIZE - 1);
  close(fd);
  if (length <= 0) return false;
  store<u8>(SCRATCH + length, 0);
  // The name in parentheses may hold anything, also parentheses and spaces: the last one ends it.
  let at = length - 1;
  while (at > 0 && load<u8>(SCRATCH + at) !== 0x29) at -= 1;
  stat.nameEnd = at;
  at += 4;
  stat.parentPid = parsePid(SCRATCH + at);
  while (at < length && load<u8>(SCRATCH + at) !== 0x20) at += 1;
  stat.pgid = parsePid(SCRATCH + at + 1);
  return true;
}

/** The number at an address, up to a byte that is no digit; 0 where there is none. */
function parsePid(from: usize): i32 {
  let value: i32 = 0;
  let at = from;
  while (load<u8>(at) >= 0x30 && load<u8>(at) <= 0x39) {
    value = value * 10 + (load<u8>(at) - 0x30);
    at += 1;
  }
  return value;
}
