// Files in memory, which no process shows as its own.
// expect: AC
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mman.h>
int main(void) { puts(memfd_create("x", 0) < 0 ? "held" : "ESCAPED"); }
