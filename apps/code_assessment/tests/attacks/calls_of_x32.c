// Asks for a refused call by its number in another table.
// expect: RE
#include <stdio.h>
#include <unistd.h>
int main(void) { syscall(0x40000000 + 101, 0, 0, 0, 0); puts("ESCAPED"); }
