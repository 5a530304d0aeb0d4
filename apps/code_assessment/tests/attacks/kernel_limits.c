// Objects of the kernel that nobody counts as memory: timers, locks, watches, signals that wait.
// expect: AC
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

int main(void) {
    long made = 0;
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, 0);
    union sigval value = {0};
    for (int n = 0; n < 20000 && sigqueue(getpid(), SIGRTMIN, value) == 0; n++) made++;
    for (int n = 0; n < 20000; n++) {
        timer_t timer;
        struct sigevent event;
        memset(&event, 0, sizeof event);
        event.sigev_notify = SIGEV_NONE;
        if (timer_create(CLOCK_MONOTONIC, &event, &timer)) break;
        made++;
    }
    int watch = inotify_init();
    for (int n = 0; n < 2000; n++) {
        char name[40];
        sprintf(name, "/tmp/%d", n);
        int file = open(name, O_CREAT | O_WRONLY, 0600);
        if (file < 0) break;
        inotify_add_watch(watch, name, IN_ALL_EVENTS);
        close(file);
    }
    int file = open("/tmp/0", O_RDWR);
    for (int n = 0; n < 2000; n++) {
        struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2 * n, .l_len = 1};
        fcntl(file, F_SETLK, &lock);
    }
    for (int n = 0; n < 500 && epoll_create1(0) >= 0 && timerfd_create(CLOCK_REALTIME, 0) >= 0; n++) made++;
    puts(made >= 0 ? "held" : "none");
}
