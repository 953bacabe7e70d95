/* What the parts of the hands share. */
#ifndef LISSOM_HANDS_H
#define LISSOM_HANDS_H

#include <stdint.h>

#if defined(__x86_64__)
#include "x86-64.h"
#elif defined(__aarch64__)
#include "aarch64.h"
#else
#error "lissom runs on x86-64 and arm64"
#endif

#define SYSCALL0(nr) syscall6(nr, 0, 0, 0, 0, 0, 0)
#define SYSCALL1(nr, a) syscall6(nr, (long)(a), 0, 0, 0, 0, 0)
#define SYSCALL2(nr, a, b) syscall6(nr, (long)(a), (long)(b), 0, 0, 0, 0)
#define SYSCALL3(nr, a, b, c) syscall6(nr, (long)(a), (long)(b), (long)(c), 0, 0, 0)
#define SYSCALL4(nr, a, b, c, d) syscall6(nr, (long)(a), (long)(b), (long)(c), (long)(d), 0, 0)
#define SYSCALL6(nr, a, b, c, d, e, f) \
  syscall6(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))

/* Numbers of signal(7) and wait4(2). */
enum { HANDS_SIGPIPE = 13, HANDS_SIGCHLD = 17, HANDS_SIGSET_SIZE = 8, HANDS_SIG_BLOCK = 0, HANDS_WNOHANG = 1, HANDS_STDERR = 2 };

/* The command, once it was forked: 0 before, -1 in a helper. And its wait status and one, once it has ended. */
extern int32_t command_pid, command_end;

/* The signal that was taken last, or -errno. */
extern int32_t last_signo;

/* The signal mask that lissom was started with. */
extern uint64_t inherited_mask;

/* What a child does: it becomes the command (slot 0) or a helper (1), or leaves with the reason. */
_Noreturn void hands_run_child(uint32_t slot);
_Noreturn void hands_run_command(void);

/* Remembers the kernel's vectors, which the head reads from. */
void hands_take_vectors(char** arguments, char** variables);

#endif
