/* signals usr1|realtime WINDOW PER_BLOCK GAP_US COMMAND... ';' COMMAND...: starts every command (an init with the
   receiver as its program) as PID 1, prints `pid INDEX PID` for each and `ready` once all receivers answer. For each
   line on stdin, a number of blocks, it goes round the commands that many times, sends each PER_BLOCK windows of WINDOW
   signals, waiting for the answer to a window before the next, and prints `done`. With a gap, which lets all fall asleep
   before each signal, it prints `INDEX NANOSECONDS`, from before kill to the receiver's own clock. */
#include "pid-one.h"
#include <poll.h>
#include <time.h>

enum { MOST_COMMANDS = 32, ANSWER_DEADLINE_MS = 20000 };

static int pids[MOST_COMMANDS];
static int answers[MOST_COMMANDS];

static long long now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static long long await_answer(int index) {
  struct pollfd readable = {.fd = answers[index], .events = POLLIN};
  long long arrival;
  if (poll(&readable, 1, ANSWER_DEADLINE_MS) != 1 || read(answers[index], &arrival, sizeof arrival) != sizeof arrival) {
    fprintf(stderr, "signals: command %d: no answer in %d ms\n", index, ANSWER_DEADLINE_MS);
    exit(1);
  }
  return arrival;
}

static void start(int index, char **argv) {
  int ends[2];
  if (pipe(ends) < 0) fail("pipe");
  pids[index] = start_pid_one(argv, ends[1]);
  close(ends[1]);
  answers[index] = ends[0];
  printf("pid %d %d\n", index, pids[index]);
}

static void send_block(int index, int signo, long window, long windows, long gap_us) {
  struct timespec gap = {.tv_nsec = gap_us * 1000};
  for (; windows > 0; windows--) {
    if (gap_us > 0) nanosleep(&gap, NULL);
    long long sent = now_ns();
    for (long left = window; left > 0; left--) {
      if (kill(pids[index], signo) < 0) fail("kill");
    }
    long long arrival = await_answer(index);
    if (gap_us > 0) printf("%d %lld\n", index, arrival - sent);
  }
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  int signo = strcmp(argv[1], "realtime") == 0 ? SIGRTMIN + 1 : SIGUSR1;
  long window = atol(argv[2]), per_block = atol(argv[3]), gap_us = atol(argv[4]);
  int count = 0;
  for (int at = 5, first = 5; at <= argc; at++) {
    if (at < argc && strcmp(argv[at], ";") != 0) continue;
    if (count == MOST_COMMANDS) return 2;
    argv[at] = NULL;
    start(count++, argv + first);
    first = at + 1;
  }
  for (int index = 0; index < count; index++) await_answer(index);
  puts("ready");
  fflush(stdout);
  char request[32];
  while (fgets(request, sizeof request, stdin)) {
    for (long block = 0, blocks = atol(request); block < blocks; block++) {
      for (int step = 0; step < count; step++) {
        send_block((int)((block + step) % count), signo, window, per_block, gap_us);
      }
    }
    puts("done");
    fflush(stdout);
  }
  return 0;
}
