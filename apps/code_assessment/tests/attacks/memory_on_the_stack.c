// Recursion without end.
// expect: RE MLE
#include <string.h>
static volatile char sink;
static int down(int n) {
    volatile char area[65536];
    for (int at = 0; at < 65536; at += 512) area[at] = n;
    int deeper = down(n + 1);
    sink = area[n & 1023];
    return deeper + area[5];
}
int main(void) { return down(0); }
