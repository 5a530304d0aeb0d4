// Writes beyond the limit of a file's size and dies of it.
// expect: RE
#include <fcntl.h>
#include <unistd.h>
static char block[1 << 20];
int main(void) { int f = open("/tmp/x", O_CREAT | O_WRONLY, 0600); ftruncate(f, 1L << 40); return 3; }
