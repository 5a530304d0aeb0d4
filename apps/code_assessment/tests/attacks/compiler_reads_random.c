// A header of noise.
// expect: CE
#include "/dev/urandom"
int main(void) { }
