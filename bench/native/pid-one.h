/* Starts a program as PID 1 of a PID namespace of its own, with a /proc that shows that namespace, and, as runc does,
   as the leader of a session of its own: the scheduler groups processes by session, and a signal that stays in a group
   arrives in half the time. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

/* Returns the host's pid of the started program, whose standard output is `out`. It dies when the caller dies. */
static int start_pid_one(char **argv, int out) {
  unsigned long flags = CLONE_NEWPID | CLONE_NEWNS | SIGCHLD;
  /* An ordinary user may make a PID namespace only inside a user namespace of his own. */
  if (geteuid() != 0) flags |= CLONE_NEWUSER;
  int pid = (int)syscall(SYS_clone, flags, 0, 0, 0, 0);
  if (pid < 0) fail("clone(CLONE_NEWPID)");
  if (pid > 0) return pid;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setsid();
  /* Where /proc cannot be mounted the host's stays, which the measured programs do not mind. */
  if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0) mount("proc", "/proc", "proc", 0, NULL);
  if (out != 1 && dup2(out, 1) < 0) fail("dup2");
  execv(argv[0], argv);
  fail(argv[0]);
  return -1;
}
