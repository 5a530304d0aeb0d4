// A program of gigabytes out of one line.
// expect: CE RE AC WA OLE
static char huge[1 << 30] = {1};
int main(void) { return huge[5]; }
