// Writes without end and does not care who reads.
// expect: OLE
#include <signal.h>
#include <unistd.h>
#include <string.h>
static char block[65536];
int main(void) { signal(SIGPIPE, SIG_IGN); memset(block, 'x', sizeof block); for (;;) { write(1, block, sizeof block); write(2, block, sizeof block); } }
