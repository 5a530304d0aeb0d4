// Puts a file of the machine into the compiler's complaint.
// expect: CE
#include "/etc/passwd"
int main(void) { }
