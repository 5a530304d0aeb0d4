// A short source and a long object file.
// expect: CE
__asm__(".data\n.rept 100000\n.fill 1000000, 1, 65\n.endr\n");
int main(void) { return 0; }
