// Touches one page in each two megabytes of a huge area for reading.
// expect: AC MLE RE
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
int main(void) {
    volatile char *area = mmap(0, 64UL << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (area == MAP_FAILED) { puts("held"); return 0; }
    long sum = 0;
    for (unsigned long at = 0; at < 64UL << 30; at += 2 << 20) sum += area[at];
    puts(sum ? "ESCAPED" : "held");
}
