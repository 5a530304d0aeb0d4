// Takes much more than is its own for a moment and gives it back before anybody looks.
// expect: MLE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

int main(void) {
    for (int n = 0; n < 20; n++) {
        char *p = mmap(0, 400 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (p == MAP_FAILED) return 1;
        for (long i = 0; i < 400L << 20; i += 4096) p[i] = 1;
        munmap(p, 400 << 20);
    }
    puts("ESCAPED");
}
