// A stopped process never ends by itself.
// expect: TLE
#include <signal.h>
int main(void) { for (;;) raise(SIGSTOP); }
