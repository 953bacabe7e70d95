/* The machine layer of arm64: entry, system call instruction, numbers (include/uapi/asm-generic/unistd.h). */
#ifndef LISSOM_MACHINE_H
#define LISSOM_MACHINE_H

#define ELF_MACHINE 183

enum {
  NR_getcwd = 17, NR_dup3 = 24, NR_ioctl = 29, NR_faccessat = 48, NR_chdir = 49, NR_openat = 56, NR_close = 57,
  NR_getdents64 = 61, NR_read = 63, NR_write = 64, NR_ppoll = 73, NR_readlinkat = 78, NR_exit_group = 94,
  NR_clock_gettime = 113, NR_kill = 129, NR_rt_sigaction = 134, NR_rt_sigprocmask = 135, NR_rt_sigpending = 136,
  NR_rt_sigtimedwait = 137, NR_setpgid = 154, NR_getpgid = 155, NR_setsid = 157, NR_uname = 160, NR_prctl = 167,
  NR_getpid = 172, NR_getppid = 173, NR_socket = 198, NR_connect = 203, NR_sendto = 206, NR_clone = 220,
  NR_execve = 221, NR_mmap = 222, NR_madvise = 233, NR_wait4 = 260, NR_pwritev2 = 287, NR_statx = 291,
  NR_pidfd_send_signal = 424, NR_pidfd_open = 434, NR_close_range = 436
};

static inline long syscall6(long nr, long a, long b, long c, long d, long e, long f) {
  register long x8 __asm__("x8") = nr;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  register long x5 __asm__("x5") = f;
  __asm__ volatile("svc 0"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
                   : "memory");
  return x0;
}

/* clone(2) with a stack of its own for the child, which calls a function that does not come back. */
static inline long clone_on_stack(long flags, void* top, void (*function)(void)) {
  register long x8 __asm__("x8") = NR_clone;
  register long x0 __asm__("x0") = flags;
  register void* x1 __asm__("x1") = top;
  register long x2 __asm__("x2") = 0;
  register long x3 __asm__("x3") = 0;
  register long x4 __asm__("x4") = 0;
  register void (*x9)(void) __asm__("x9") = function;
  __asm__ volatile("svc 0\n"
                   "cbnz x0, 1f\n"
                   "mov x29, xzr\n"
                   "blr x9\n"
                   "1:\n"
                   : "+r"(x0)
                   : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x9)
                   : "x30", "memory", "cc");
  return x0;
}

/* The kernel leaves argc, argv and envp on the stack. */
#define DEFINE_ENTRY(function) \
  __asm__(".globl _start\n"    \
          "_start:\n"          \
          "  mov x29, xzr\n"   \
          "  mov x30, xzr\n"   \
          "  mov x0, sp\n"     \
          "  bl " #function "\n")

#endif
