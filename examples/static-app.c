/* A program for an image without anything else in it: works until it is told to stop, then says so and succeeds. */
#include <signal.h>
#include <stdio.h>

int main(void) {
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigprocmask(SIG_BLOCK, &stop, NULL);
    puts("ready");
    fflush(stdout);
    int signo;
    sigwait(&stop, &signo);
    puts("stopped");
    return 0;
}
