// An exit code of which the lower half is 0.
// expect: WA
#include <stdlib.h>
int main(void) { exit(256); }
