/* receiver WINDOW: answers every WINDOW-th signal (USR1, or the second real-time one) with the moment of its arrival,
   eight bytes on stdout. One answer more comes first, as the sign that it listens. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static int answer(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  long long ns = now.tv_sec * 1000000000LL + now.tv_nsec;
  return write(1, &ns, sizeof ns) == sizeof ns;
}

int main(int argc, char **argv) {
  long window = argc > 1 ? atol(argv[1]) : 1;
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGUSR1);
  sigaddset(&awaited, SIGRTMIN + 1);
  sigprocmask(SIG_BLOCK, &awaited, NULL);
  if (!answer()) return 1;
  for (long received = 0;;) {
    if (sigwaitinfo(&awaited, NULL) < 0) continue;
    if (++received % window == 0 && !answer()) return 1;
  }
}
