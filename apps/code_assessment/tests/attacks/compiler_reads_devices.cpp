// What the compiler could be led to by names: its own process, devices, and what it has open.
// expect: CE
#include "/proc/self/environ"
#include "/proc/1/maps"
#include "/dev/fd/3"
#include "/proc/self/fd/0"
#include "/work/../proc/1/root/etc/shadow"
int main() { }
