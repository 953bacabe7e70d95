/* The program of an init that makes orphans on request. A request is a line on stdin, its answer a line on stdout:
     make N   N processes whose parent has ended, all waiting -> made
     end      all of them end at once -> gone, when the init has reaped every one
     each N   N orphans, each made and reaped before the next -> gone
   A process that was not reaped still takes signal 0; the deadline turns an init that forgets one into an error. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ORPHANS = 100000, POLL_US = 500, DEADLINE_S = 120 };

static int *orphans;
static int orphan_count;
static int gate = -1;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void wait_at(int closed_gate) {
  char byte;
  while (read(closed_gate, &byte, 1) < 0 && errno == EINTR) continue;
  _exit(0);
}

static void make(int count) {
  int ends[2];
  if (pipe(ends) < 0) fail("pipe");
  pid_t parent = fork();
  if (parent < 0) fail("fork");
  if (parent == 0) {
    close(ends[1]);
    for (int index = 0; index < count; index++) {
      pid_t pid = fork();
      if (pid < 0) fail("fork of an orphan");
      if (pid == 0) wait_at(ends[0]);
      orphans[index] = pid;
    }
    _exit(0);
  }
  int status;
  if (waitpid(parent, &status, 0) != parent || status != 0) exit(1);
  close(ends[0]);
  gate = ends[1];
  orphan_count = count;
}

static void end_all(void) {
  struct timespec pause = {.tv_nsec = POLL_US * 1000};
  time_t deadline = time(NULL) + DEADLINE_S;
  close(gate);
  for (int index = 0; index < orphan_count;) {
    if (kill(orphans[index], 0) < 0) {
      index++;
    } else if (time(NULL) > deadline) {
      fprintf(stderr, "orphans: %d of %d were not reaped in %d s\n", orphan_count - index, orphan_count, DEADLINE_S);
      exit(1);
    } else {
      nanosleep(&pause, NULL);
    }
  }
}

int main(void) {
  char request[64];
  int count;
  setvbuf(stdout, NULL, _IONBF, 0);
  size_t size = MOST_ORPHANS * sizeof *orphans;
  orphans = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (orphans == MAP_FAILED) fail("mmap");
  puts("ready");
  while (fgets(request, sizeof request, stdin)) {
    if (sscanf(request, "make %d", &count) == 1 && count <= MOST_ORPHANS) {
      make(count);
      puts("made");
    } else if (strncmp(request, "end", 3) == 0) {
      end_all();
      puts("gone");
    } else if (sscanf(request, "each %d", &count) == 1) {
      for (; count > 0; count--) {
        make(1);
        end_all();
      }
      puts("gone");
    }
  }
  return 0;
}
