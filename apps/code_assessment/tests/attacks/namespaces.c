// Makes namespaces of its own, in all ways there are.
// expect: AC
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <fcntl.h>
int main(void) {
    int bad = unshare(CLONE_NEWUSER) == 0 || unshare(CLONE_NEWNS) == 0 || unshare(CLONE_NEWPID) == 0 || unshare(CLONE_NEWNET) == 0;
    long pid = syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (pid == 0) _exit(0);
    bad |= pid > 0;
    struct { unsigned long long flags, rest[10]; } three = {CLONE_NEWUSER, {0}};
    long other = syscall(435, &three, sizeof three);
    if (other == 0) _exit(0);
    bad |= other > 0;
    int own = open("/proc/self/ns/user", O_RDONLY);
    bad |= setns(own, 0) == 0;
    puts(bad ? "ESCAPED" : "held");
}
