/* The machine layer of x86-64: entry, system call instruction, numbers (arch/x86/entry/syscalls/syscall_64.tbl). */
#ifndef LISSOM_MACHINE_H
#define LISSOM_MACHINE_H

#define ELF_MACHINE 62

enum {
  NR_read = 0, NR_write = 1, NR_close = 3, NR_mmap = 9, NR_rt_sigaction = 13, NR_rt_sigprocmask = 14, NR_ioctl = 16,
  NR_madvise = 28, NR_getpid = 39, NR_socket = 41, NR_connect = 42, NR_sendto = 44, NR_clone = 56, NR_execve = 59,
  NR_wait4 = 61, NR_kill = 62, NR_uname = 63, NR_getcwd = 79, NR_chdir = 80, NR_setpgid = 109, NR_getppid = 110,
  NR_setsid = 112, NR_getpgid = 121, NR_rt_sigpending = 127, NR_rt_sigtimedwait = 128, NR_prctl = 157,
  NR_getdents64 = 217, NR_clock_gettime = 228, NR_exit_group = 231, NR_openat = 257, NR_readlinkat = 267,
  NR_faccessat = 269, NR_ppoll = 271, NR_dup3 = 292, NR_pwritev2 = 328, NR_statx = 332, NR_pidfd_send_signal = 424,
  NR_pidfd_open = 434, NR_close_range = 436
};

static inline long syscall6(long nr, long a, long b, long c, long d, long e, long f) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  register long r9 __asm__("r9") = f;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "0"(nr), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

/* clone(2) with a stack of its own for the child, which calls a function that does not come back. */
static inline long clone_on_stack(long flags, void* top, void (*function)(void)) {
  long result;
  register long r10 __asm__("r10") = 0;
  register long r8 __asm__("r8") = 0;
  register void (*r9)(void) __asm__("r9") = function;
  __asm__ volatile("syscall\n"
                   "test %%rax, %%rax\n"
                   "jnz 1f\n"
                   "xor %%ebp, %%ebp\n"
                   "call *%%r9\n"
                   "1:\n"
                   : "=a"(result)
                   : "0"((long)NR_clone), "D"(flags), "S"(top), "d"(0L), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory", "cc");
  return result;
}

/* The kernel leaves argc, argv and envp on the stack (System V ABI, 3.4.1). */
#define DEFINE_ENTRY(function)   \
  __asm__(".globl _start\n"      \
          "_start:\n"            \
          "  xor %ebp, %ebp\n"   \
          "  mov %rsp, %rdi\n"   \
          "  and $-16, %rsp\n"   \
          "  call " #function "\n")

#endif
