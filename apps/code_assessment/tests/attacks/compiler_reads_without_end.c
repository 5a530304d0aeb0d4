// A header that never ends.
// expect: CE
#include "/dev/zero"
int main(void) { }
