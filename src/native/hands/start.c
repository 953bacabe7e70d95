/* From the kernel's entry to the head, and the minimal loop for the case that the head fails. */
#include "hands.h"

#include "head.h"

static w2c_head head;

static void block_all_signals(void) {
  u64 all = ~(u64)0;
  SYSCALL4(NR_rt_sigprocmask, HANDS_SIG_BLOCK, &all, &inherited_mask, HANDS_SIGSET_SIZE);
}

/* Until this call a signal to PID 1 is thrown away by the kernel; from here on it waits. */
static _Noreturn void run(char** arguments, char** variables) {
  block_all_signals();
  hands_take_vectors(arguments, variables);
  wasm2c_head_instantiate(&head, NULL);
  w2c_head_start(&head);
  w2c_head_serve(&head);
  wasm_rt_trap();
}

#ifdef LISSOM_HOSTED
int main(int count, char** arguments, char** variables) {
  (void)count;
  run(arguments, variables);
}
#else
__attribute__((used)) _Noreturn void enter(char** stack);
_Noreturn void enter(char** stack) {
  char** arguments = stack + 1;
  run(arguments, arguments + (uintptr_t)stack[0] + 1);
}
DEFINE_ENTRY(enter);
#endif

static _Noreturn void leave(int code) {
  for (;;) SYSCALL1(NR_exit_group, code);
}

void w2c_sys_exit(struct w2c_sys* unused __attribute__((unused)), u32 code) { leave((int)code); }

_Noreturn void hands_run_child(u32 slot) {
  if (slot == 0) w2c_head_child(&head);
  else w2c_head_helper(&head);
  w2c_head_giveUp(&head, slot);
  leave(125);
}

_Noreturn void hands_run_command(void) { hands_run_child(0); }

/* Reaps all that has ended, and leaves with the command's code when it has, or had. */
static void reap(void) {
  s32 status = 0;
  s32 pid;
  do {
    pid = (s32)SYSCALL4(NR_wait4, -1, &status, HANDS_WNOHANG, NULL);
    if (pid == command_pid) command_end = status + 1;
  } while (pid > 0);
  s32 signo = (command_end - 1) & 0x7f;
  if (command_end != 0) leave(signo != 0 ? 128 + signo : ((command_end - 1) >> 8) & 0xff);
}

/*
 * The head has failed. The application must not: its signals are forwarded, its orphans reaped, its exit code kept.
 * The first sweep is for a SIGCHLD that the head had taken. An error in writing the line changes nothing.
 */
_Noreturn void wasm_rt_trap(void) {
  static const char line[] = "lissom: error: internal fault, only forwarding signals and reaping from now on\n";
  u64 all = ~(u64)0;
  /* A child may fail as well: a helper, or the command's, on the same memory. */
  if (command_pid < 0 || SYSCALL0(NR_getpid) == command_pid) leave(125);
  if (w2c_sys_isWritable(NULL, HANDS_STDERR)) SYSCALL3(NR_write, HANDS_STDERR, line, sizeof line - 1);
  if (command_pid == 0) leave(125);
  /* The signal that the head had taken may not have been passed on: rather twice than never. */
  for (long signo = last_signo;; signo = SYSCALL4(NR_rt_sigtimedwait, &all, NULL, NULL, HANDS_SIGSET_SIZE)) {
    if (signo > 0 && signo != HANDS_SIGCHLD && signo != HANDS_SIGPIPE) SYSCALL2(NR_kill, -command_pid, signo);
    reap();
  }
}
