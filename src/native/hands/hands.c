/*
 * The hands of the native body: one function a system call, no policy. A result below 0 is -errno. Addresses are those
 * of the head's linear memory, and are checked as its own accesses are. The structures and constants are the kernel's
 * (include/uapi), the same on x86-64 and arm64; there is no libc to bring them.
 */
#include "hands.h"

#include "head.h"

enum { AT_FDCWD = -100, AT_EMPTY_PATH = 0x1000, STATX_TYPE = 1, RWF_NOWAIT = 8 };
enum { PROT_READ_WRITE = 3, MAP_SHARED_ANONYMOUS = 0x21, MAP_PRIVATE_ANONYMOUS = 0x22, PAGE_SIZE = 4096, MADV_DONTNEED = 4 };
enum { POLLOUT = 4, POLLERR = 8, MSG_DONTWAIT_NOSIGNAL = 0x4040 };
enum { TCGETS = 0x5401, TIOCSCTTY = 0x540e, TIOCGPGRP = 0x540f, TIOCSPGRP = 0x5410, TIOCNOTTY = 0x5422 };
enum { FILE_TYPE_MASK = 0170000, AT_PAGESZ = 6, CLONE_VM = 0x100, NOT_ALLOWED = -22, X_OK = 1, REPORT_SIZE = 2048 };

struct timespec {
  s64 seconds;
  s64 nanoseconds;
};

static char** vectors[2];

#ifndef LISSOM_HOSTED
/* The pages of code that the loop does not need; link.ld sets their ends. */
extern u8 cold_code[];
extern u8 cold_code_end[];
#endif

s32 command_pid, command_end;
s32 last_signo;
u64 inherited_mask;

/* Where the command and a helper leave word for their parent; NULL where the kernel had no page for it. */
static u8* reports[2];
static bool has_small_pages;

void hands_take_vectors(char** arguments, char** variables) {
  vectors[0] = arguments;
  vectors[1] = variables;
  while (*variables != NULL) variables++;
  /* The auxiliary vector lies behind the variables (getauxval(3)). */
  for (const u64* entry = (const u64*)(variables + 1); entry[0] != 0; entry += 2) {
    if (entry[0] == AT_PAGESZ) has_small_pages = entry[1] == PAGE_SIZE;
  }
}

static void* at(u32 address, u64 length) {
  if (address + length > LINEAR_MEMORY_SIZE) wasm_rt_trap();
  return linear_memory + address;
}

/* A text has its zero byte inside the memory, or the trap comes here and not from the kernel. */
static char* text(u32 address) {
  u32 end = address;
  while (*(u8*)at(end, 1) != 0) end++;
  return (char*)at(address, 1);
}

#define HAND(result, name, ...) result w2c_sys_##name(struct w2c_sys* unused __attribute__((unused)), ##__VA_ARGS__)

HAND(u32, readString, u32 vector, u32 index, u32 offset, u32 to, u32 capacity) {
  char** strings = vectors[vector & 1];
  /* The vectors end with a null pointer; an index is never more than one behind the last that was asked for. */
  const char* from = strings[index];
  if (from == NULL) return (u32)-1;
  u8* target = at(to, capacity);
  u32 length = 0;
  for (from += offset; length < capacity && from[length] != 0; length++) target[length] = (u8)from[length];
  if (length < capacity) target[length] = 0;
  return length < capacity || from[length] == 0 ? length : capacity + 1;
}

HAND(void, setString, u32 vector, u32 index, u32 address) {
  char** string = vectors[vector & 1] + index;
  /* Behind the variables lies the auxiliary vector, which nobody reads here: there is room for one more. */
  if (*string == NULL) string[1] = NULL;
  *string = text(address);
}

/* The child's own copy, as the kernel's vectors have no room behind them. */
HAND(u32, extendVector, u32 vector, u32 more) {
  char** old = vectors[vector & 1];
  u64 count = 0;
  while (old[count] != NULL) count++;
  u64 size = (count + more + 1) * sizeof *old;
  long address = SYSCALL6(NR_mmap, NULL, size, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0);
  if (address > 0) vectors[vector & 1] = memcpy((void*)address, old, count * sizeof *old);
  return address > 0 ? (u32)count : (u32)address;
}

HAND(u32, signalMask, u32 how, u64 set) { return (u32)SYSCALL4(NR_rt_sigprocmask, how, &set, NULL, HANDS_SIGSET_SIZE); }
HAND(u64, inheritedMask) { return inherited_mask; }

/* struct sigaction of the kernel begins with the handler: 0 is the default action, 1 is to ignore. */
HAND(u32, signalAction, u32 signo, u32 handler) {
  u64 action[4] = {handler};
  u64 old[4] = {0};
  SYSCALL4(NR_rt_sigaction, signo, action, old, HANDS_SIGSET_SIZE);
  return (u32)old[0];
}

HAND(u32, signalWait, u64 set, f64 timeout_ms, u32 info) {
  struct timespec timeout = {0, 0};
  if (timeout_ms > 0) {
    timeout.seconds = (s64)(timeout_ms / 1000);
    /* Rounded up: a wait that ends too early would only be repeated. */
    timeout.nanoseconds = (s64)((timeout_ms - (f64)timeout.seconds * 1000) * 1e6) + 1;
    if (timeout.nanoseconds > 999999999) timeout.nanoseconds = 999999999;
  }
  void* siginfo = at(info, 128);
  last_signo = (s32)SYSCALL4(NR_rt_sigtimedwait, &set, siginfo, timeout_ms < 0 ? NULL : &timeout, HANDS_SIGSET_SIZE);
#ifdef LISSOM_TEST_TRAP
  if (last_signo == 63) wasm_rt_trap();
#endif
  return (u32)last_signo;
}

HAND(u64, signalPending) {
  u64 set = 0;
  SYSCALL2(NR_rt_sigpending, &set, HANDS_SIGSET_SIZE);
  return set;
}

HAND(u32, kill, u32 pid, u32 signo) { return (u32)SYSCALL2(NR_kill, (s32)pid, signo); }
HAND(u32, pidfdOpen, u32 pid) { return (u32)SYSCALL2(NR_pidfd_open, pid, 0); }
HAND(u32, pidfdKill, u32 fd, u32 signo) { return (u32)SYSCALL4(NR_pidfd_send_signal, fd, signo, NULL, 0); }

HAND(u32, processId) { return (u32)SYSCALL0(NR_getpid); }
HAND(u32, parentId) { return (u32)SYSCALL0(NR_getppid); }
HAND(u32, groupId, u32 pid) { return (u32)SYSCALL1(NR_getpgid, pid); }
HAND(u32, newSession) { return (u32)SYSCALL0(NR_setsid); }
HAND(u32, setGroup, u32 pid, u32 pgid) { return (u32)SYSCALL2(NR_setpgid, pid, pgid); }

HAND(u32, processControl, u32 option, u32 value) { return (u32)syscall6(NR_prctl, option, value, 0, 0, 0, 0); }

#ifndef LISSOM_HOSTED
/*
 * Before Linux 5.16 a signal that dumps core kills every process on the same memory (zap_threads in fs/coredump.c). The
 * third field of struct utsname is the release.
 */
static bool shares_safely(void) {
  char names[6][65];
  u32 major = 0;
  u32 minor = 0;
  if (SYSCALL1(NR_uname, names) < 0) return false;
  const char* at = names[2];
  while (*at >= '0' && *at <= '9') major = major * 10 + (u32)(*at++ - '0');
  for (at++; *at >= '0' && *at <= '9'; at++) minor = minor * 10 + (u32)(*at - '0');
  return major > 5 || (major == 5 && minor >= 16);
}
#endif

/*
 * The child runs on lissom's own memory, with a stack of its own, until its execve: nothing is copied. Unlike with
 * vfork lissom goes on meanwhile, so a command on a dead mount does not keep it from its signals. It leaves the child
 * what it uses alone (src/native/command.ts). Where that is not safe, or not allowed (-EINVAL), it is a plain fork.
 */
HAND(u32, spawn, u32 slot) {
#ifndef LISSOM_HOSTED
  static u8 child_stack[16384] __attribute__((aligned(16)));
  static u8 room[REPORT_SIZE];
  if (slot == 0 && shares_safely()) {
    reports[0] = room;
    command_pid = (s32)clone_on_stack(CLONE_VM | HANDS_SIGCHLD, child_stack + sizeof child_stack, hands_run_command);
    if (command_pid != NOT_ALLOWED) return (u32)command_pid;
  }
#endif
  static long page;
  if (page <= 0) page = SYSCALL6(NR_mmap, NULL, PAGE_SIZE, PROT_READ_WRITE, MAP_SHARED_ANONYMOUS, -1, 0);
  reports[slot & 1] = page < 0 ? NULL : (u8*)page + (slot & 1) * REPORT_SIZE;
  s32 pid = (s32)SYSCALL6(NR_clone, HANDS_SIGCHLD, 0, 0, 0, 0, 0);
  if (pid == 0 && slot != 0) command_pid = -1;
  if (pid == 0) hands_run_child(slot);
  if (slot == 0) command_pid = pid;
  return (u32)pid;
}

HAND(u32, execute, u32 path, u32 first) { return (u32)SYSCALL3(NR_execve, text(path), vectors[0] + first, vectors[1]); }

HAND(u32, wait, u32 pid, u32 status, u32 options, u32 usage) {
  s32 reaped = (s32)SYSCALL4(NR_wait4, (s32)pid, at(status, 4), options, usage == 0 ? NULL : at(usage, 144));
  const u8* bytes = at(status, 4);
  /* For the loop without a head; 0x7f is a command that was stopped, and lives. */
  if (reaped > 0 && reaped == command_pid && bytes[0] != 0x7f) command_end = (bytes[0] | bytes[1] << 8) + 1;
  return (u32)reaped;
}

HAND(u32, terminalGroup, u32 fd) {
  s32 pgid = 0;
  long result = SYSCALL3(NR_ioctl, fd, TIOCGPGRP, &pgid);
  return result < 0 ? (u32)result : (u32)pgid;
}

HAND(u32, setTerminalGroup, u32 fd, u32 pgid) { return (u32)SYSCALL3(NR_ioctl, fd, TIOCSPGRP, &pgid); }
HAND(u32, leaveTerminal, u32 fd) { return (u32)SYSCALL3(NR_ioctl, fd, TIOCNOTTY, 0); }
HAND(u32, takeTerminal, u32 fd) { return (u32)SYSCALL3(NR_ioctl, fd, TIOCSCTTY, 0); }

HAND(u32, isTerminal, u32 fd) { return SYSCALL3(NR_ioctl, fd, TCGETS, (u8[64]){0}) == 0; }

HAND(u32, changeDirectory, u32 path) { return (u32)SYSCALL1(NR_chdir, text(path)); }
HAND(u32, open, u32 path, u32 flags) { return (u32)SYSCALL4(NR_openat, AT_FDCWD, text(path), flags, 0); }
HAND(u32, mayRun, u32 path) { return (u32)SYSCALL3(NR_faccessat, AT_FDCWD, text(path), X_OK); }
HAND(u32, duplicate, u32 fd, u32 to) { return (u32)SYSCALL3(NR_dup3, fd, to, 0); }
HAND(u32, workingDirectory, u32 to, u32 size) { return (u32)SYSCALL2(NR_getcwd, at(to, size), size); }
HAND(u32, close, u32 fd) { return (u32)SYSCALL1(NR_close, fd); }

/* close_range(2) is there since Linux 5.9. Before, descriptors are closed up to the usual limit of 1024. */
HAND(void, closeFrom, u32 fd) {
  if (SYSCALL3(NR_close_range, fd, 0xffffffffu, 0) >= 0) return;
  for (u32 each = fd; each < 1024; each++) SYSCALL1(NR_close, each);
}

HAND(u32, read, u32 fd, u32 to, u32 capacity) { return (u32)SYSCALL3(NR_read, fd, at(to, capacity), capacity); }

HAND(u32, readDirectory, u32 fd, u32 to, u32 size) { return (u32)SYSCALL3(NR_getdents64, fd, at(to, size), size); }

HAND(u32, readLink, u32 path, u32 to, u32 capacity) {
  return (u32)SYSCALL4(NR_readlinkat, AT_FDCWD, text(path), at(to, capacity), capacity);
}

HAND(u32, write, u32 fd, u32 from, u32 length) { return (u32)SYSCALL3(NR_write, fd, at(from, length), length); }

HAND(u32, writeNow, u32 fd, u32 from, u32 length) {
  struct {
    void* base;
    u64 length;
  } part = {at(from, length), length};
  return (u32)SYSCALL6(NR_pwritev2, fd, &part, 1, -1, -1, RWF_NOWAIT);
}

HAND(u32, sendNow, u32 fd, u32 from, u32 length) {
  return (u32)SYSCALL6(NR_sendto, fd, at(from, length), length, MSG_DONTWAIT_NOSIGNAL, NULL, 0);
}

HAND(u32, socket, u32 family, u32 type) { return (u32)SYSCALL3(NR_socket, family, type, 0); }
HAND(u32, connect, u32 fd, u32 address, u32 length) { return (u32)SYSCALL3(NR_connect, fd, at(address, length), length); }

HAND(u32, isWritable, u32 fd) {
  struct {
    s32 fd;
    s16 events;
    s16 revents;
  } poll = {(s32)fd, POLLOUT, 0};
  struct timespec none = {0, 0};
  return SYSCALL4(NR_ppoll, &poll, 1, &none, NULL) == 1 && (poll.revents & (POLLOUT | POLLERR)) == POLLOUT;
}

/* statx(2) and not fstat(2): its structure is the same on all machines, stx_mode lies at 28. */
HAND(u32, fileType, u32 fd) {
  u16 status[128];
  long result = syscall6(NR_statx, (long)(s32)fd, (long)"", AT_EMPTY_PATH, STATX_TYPE, (long)status, 0);
  return result < 0 ? (u32)result : status[14] & FILE_TYPE_MASK;
}

HAND(f64, clock, u32 id) {
  struct timespec now = {0, 0};
  SYSCALL2(NR_clock_gettime, id, &now);
  return (f64)now.seconds * 1000 + (f64)now.nanoseconds / 1e6;
}

/* struct utsname has six fields of 65 bytes; the node name is the second. */
HAND(u32, hostName, u32 to, u32 capacity) {
  char names[6][65];
  long result = SYSCALL1(NR_uname, names);
  if (result < 0 || capacity < sizeof names[1]) return 0;
  memcpy(at(to, sizeof names[1]), names[1], sizeof names[1]);
  return sizeof names[1];
}

HAND(u32, machine) { return ELF_MACHINE; }

HAND(void, storeReport, u32 slot, u32 from, u32 length) {
  if (reports[slot & 1] != NULL && length <= REPORT_SIZE) memcpy(reports[slot & 1], at(from, length), length);
}

HAND(void, loadReport, u32 slot, u32 to, u32 length) {
  if (reports[slot & 1] != NULL && length <= REPORT_SIZE) memcpy(at(to, length), reports[slot & 1], length);
  else memset(at(to, length), 0, length);
}

/* What the start needed is given back. Constants and code come back from the file if they are used again. */
#ifdef LISSOM_HOSTED
HAND(void, release, u32 from, u32 length) { (void)at(from, length); }
#else
static void give_back(const u8* from, const u8* end) {
  uintptr_t first = ((uintptr_t)from + PAGE_SIZE - 1) & ~(uintptr_t)(PAGE_SIZE - 1);
  uintptr_t last = (uintptr_t)end & ~(uintptr_t)(PAGE_SIZE - 1);
  if (first < last) SYSCALL3(NR_madvise, first, last - first, MADV_DONTNEED);
}

HAND(void, release, u32 from, u32 length) {
  const u8* memory = at(from, length);
  /* A larger page would hold more than what is meant. */
  if (!has_small_pages) return;
  give_back(memory, memory + length);
  /* Behind the code its last page holds nothing. */
  give_back(cold_code, cold_code_end + PAGE_SIZE - 1);
}
#endif
