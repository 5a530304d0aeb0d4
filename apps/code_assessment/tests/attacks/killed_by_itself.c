// Kills itself as the judge would.
// expect: RE
#include <signal.h>
int main(void) { raise(SIGKILL); }
