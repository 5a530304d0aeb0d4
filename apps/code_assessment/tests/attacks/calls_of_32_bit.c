// Asks for a refused call by the way of 32-bit programs.
// expect: RE
#include <stdio.h>
int main(void) { int result; __asm__ volatile("int $0x80" : "=a"(result) : "a"(26), "b"(0)); printf("ESCAPED %d\n", result); }
