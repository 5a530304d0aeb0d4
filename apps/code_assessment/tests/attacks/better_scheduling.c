// Wants to run before all others: real time, negative niceness, the first in line for the disk.
// expect: AC
#include <sched.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void) {
    struct sched_param one = {.sched_priority = 1};
    if (sched_setscheduler(0, SCHED_FIFO, &one) == 0 || sched_setscheduler(0, SCHED_RR, &one) == 0) puts("ESCAPED");
    if (setpriority(PRIO_PROCESS, 0, -5) == 0) puts("ESCAPED");
    if (setpriority(PRIO_USER, 0, 5) == 0) puts("ESCAPED");
    if (syscall(SYS_ioprio_set, 1, 1, 1 << 13) == 0 || syscall(SYS_ioprio_set, 1, 0, 1 << 13) == 0) puts("ESCAPED");
    puts("held");
}
