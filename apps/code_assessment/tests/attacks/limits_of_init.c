// Takes the processor's time away from the process that watches.
// expect: AC
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/resource.h>
int main(void) {
    struct rlimit none = {0, 0};
    int got = 0;
    for (int pid = 1; pid < 10; pid++) if (pid != 2 && prlimit(pid, RLIMIT_CPU, &none, 0) == 0) got = 1;
    puts(got ? "ESCAPED" : "held");
}
