// Says the right thing and dies.
// expect: RE
#include <stdio.h>
int main(void) { puts("held"); fflush(stdout); *(volatile int *)0 = 1; }
