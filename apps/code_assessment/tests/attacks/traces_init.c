// Attaches itself to the process that watches.
// expect: AC
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
int main(void) {
    char here[8]; struct iovec local = {here, 8}, remote = {(void *)0x400000, 8};
    int bad = ptrace(PTRACE_ATTACH, 1, 0, 0) == 0 || ptrace(PTRACE_SEIZE, 1, 0, 0) == 0 || ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;
    bad |= process_vm_readv(1, &local, 1, &remote, 1, 0) > 0 || process_vm_writev(1, &local, 1, &remote, 1, 0) > 0;
    puts(bad ? "ESCAPED" : "held");
}
