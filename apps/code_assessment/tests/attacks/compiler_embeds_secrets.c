// Takes a file of the machine into the program.
// expect: CE
#include <stdio.h>
__asm__(".globl secret\nsecret: .incbin \"/etc/shadow\"\n.byte 0");
extern char secret[];
int main(void) { printf("ESCAPED %s", secret); }
