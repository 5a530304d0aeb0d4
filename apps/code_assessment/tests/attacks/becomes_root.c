// Programs that lend their rights, and users of its own choice.
// expect: AC
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <sys/prctl.h>
int main(void) {
    gid_t groups[1] = {0};
    int bad = setuid(0) == 0 || setgid(0) == 0 || setresuid(0, 0, 0) == 0 || setgroups(1, groups) == 0 || geteuid() == 0;
    bad |= prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0 || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, 21, 0, 0) == 0;
    bad |= system("su -c true >/dev/null 2>&1 </dev/null") == 0;
    puts(bad ? "ESCAPED" : "held");
}
