// Mounts, by the old and the new interface, and changes the root.
// expect: AC
#define _GNU_SOURCE
#include <stdio.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    int bad = mount("none", "/tmp", "tmpfs", 0, "") == 0 || mount("none", "/work", "", MS_REMOUNT | MS_BIND, "") == 0;
    bad |= umount2("/work", MNT_DETACH) == 0 || umount2("/proc", MNT_DETACH) == 0 || chroot("/tmp") == 0;
    bad |= syscall(SYS_pivot_root, "/tmp", "/tmp") == 0;
    for (int call = 428; call < 434; call++) bad |= syscall(call, -100, "/", 0, 0, 0) >= 0;
    bad |= syscall(442, -100, "/", 0, 0, 0) == 0;
    puts(bad ? "ESCAPED" : "held");
}
