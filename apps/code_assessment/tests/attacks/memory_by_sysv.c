// System V segments would outlive the process.
// expect: AC
#include <stdio.h>
#include <sys/shm.h>
int main(void) { puts(shmget(IPC_PRIVATE, 100 << 20, IPC_CREAT | 0600) < 0 ? "held" : "ESCAPED"); }
