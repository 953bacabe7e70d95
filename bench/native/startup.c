/* startup plain|pid1 ROUNDS COMMAND... ';' COMMAND...: runs every command once a round, each round beginning one
   further, and prints `INDEX NANOSECONDS` for each run, from before vfork to after wait4. With `pid1` each run is
   PID 1 of a fresh namespace. vfork, because fork's cost would grow with the measuring program. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_COMMANDS = 32 };

static int host_namespace = -1;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* A process may unshare its children's PID namespace only from its own, hence the way back first. */
static void next_child_is_pid_one(void) {
  if (setns(host_namespace, CLONE_NEWPID) < 0) fail("setns");
  if (unshare(CLONE_NEWPID) < 0) fail("unshare(CLONE_NEWPID)");
}

static long long run(char **argv) {
  int status;
  long long before = now_ns();
  pid_t pid = vfork();
  if (pid < 0) fail("vfork");
  if (pid == 0) {
    execv(argv[0], argv);
    _exit(127);
  }
  if (wait4(pid, &status, 0, NULL) != pid) fail("wait4");
  long long after = now_ns();
  if (status != 0) {
    fprintf(stderr, "startup: %s ended with status %d\n", argv[0], status);
    exit(1);
  }
  return after - before;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  int pid_one = strcmp(argv[1], "pid1") == 0;
  long rounds = atol(argv[2]);
  char **commands[MOST_COMMANDS] = {argv + 3};
  int count = 1;
  for (int at = 3; at < argc; at++) {
    if (strcmp(argv[at], ";") != 0) continue;
    if (count == MOST_COMMANDS) return 2;
    argv[at] = NULL;
    commands[count++] = argv + at + 1;
  }
  if (pid_one && (host_namespace = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC)) < 0) fail("/proc/self/ns/pid");
  for (long round = 0; round < rounds; round++) {
    for (int step = 0; step < count; step++) {
      int index = (int)((round + step) % count);
      if (pid_one) next_child_is_pid_one();
      printf("%d %lld\n", index, run(commands[index]));
    }
  }
  puts("done");
  return 0;
}
