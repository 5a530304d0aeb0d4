// Wants its memory written to a file.
// expect: RE
#include <sys/resource.h>
#include <unistd.h>
#include <stdlib.h>
int main(void) { struct rlimit all = {RLIM_INFINITY, RLIM_INFINITY}; setrlimit(RLIMIT_CORE, &all); chdir("/tmp"); abort(); }
