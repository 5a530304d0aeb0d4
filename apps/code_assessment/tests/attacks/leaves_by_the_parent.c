// Children that are not its own: made in the name of the parent, with other signals at their end, detached twice.
// expect: AC TLE
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    for (int n = 0; n < 5; n++) {
        long flags = n % 2 ? CLONE_PARENT : n % 3 ? 0 : SIGKILL;
        if (syscall(SYS_clone, flags, 0, 0, 0, 0) == 0) {
            setsid();
            if (fork() == 0) sleep(60);
            for (;;) pause();
        }
    }
    puts("held");
}
