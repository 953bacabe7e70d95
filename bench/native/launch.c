/* launch COUNT COMMAND...: starts COUNT copies of the command, each as PID 1 of its own namespace. Prints a line
   `pid N` for each and lives until it is killed; the copies share its stdin and stdout and die with it. */
#include "pid-one.h"
#include <sys/wait.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  for (int left = atoi(argv[1]); left > 0; left--) {
    int pid = start_pid_one(argv + 2, 1);
    char line[32];
    int length = snprintf(line, sizeof line, "pid %d\n", pid);
    if (write(1, line, (size_t)length) != length) fail("write");
  }
  while (wait(NULL) > 0) continue;
  return 0;
}
