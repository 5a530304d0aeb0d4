// Ignores what can be ignored, and counts for ever.
// expect: TLE
#include <signal.h>
int main(void) { for (int i = 1; i < 65; i++) signal(i, SIG_IGN); for (;;); }
