// Leaves busy children behind.
// expect: AC
#include <stdio.h>
#include <unistd.h>
int main(void) {
    for (int i = 0; i < 5; i++) if (fork() == 0) { setsid(); for (;;); }
    puts("held");
}
