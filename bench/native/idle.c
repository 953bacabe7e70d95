/* Says that it runs, then waits for ever: what an init looks after while its memory is read. */
#include <unistd.h>

int main(void) {
  if (write(1, "ready\n", 6) != 6) return 1;
  for (;;) pause();
}
