// Asks for a gigabyte and writes all of it.
// expect: MLE
#include <stdlib.h>
#include <string.h>
int main(void) {
    for (int i = 0; i < 1024; i++) { char *p = malloc(1 << 20); if (!p) abort(); memset(p, i | 1, 1 << 20); }
}
