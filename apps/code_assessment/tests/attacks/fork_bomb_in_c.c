// Forks in every child, without end.
// expect: TLE RE
#include <unistd.h>
int main(void) { for (;;) fork(); }
