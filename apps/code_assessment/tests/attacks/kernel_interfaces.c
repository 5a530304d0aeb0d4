// What has had holes in the past: bpf, io_uring, userfaultfd, keys, perf, modules, handles.
// expect: AC
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void) {
    static char area[4096];
    long calls[] = {SYS_bpf, 425, 426, 427, SYS_userfaultfd, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_perf_event_open,
        SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_acct, SYS_syslog,
        SYS_quotactl, SYS_open_by_handle_at, SYS_name_to_handle_at, SYS_fanotify_init, SYS_personality, SYS_sethostname,
        SYS_setdomainname, SYS_settimeofday, SYS_adjtimex, SYS_msgget, SYS_semget, SYS_mknod, SYS_vmsplice, SYS_move_pages,
        SYS_seccomp, SYS_iopl, SYS_ioperm, SYS_mq_open, 434, 438, 440, 447};
    for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++) {
        memset(area, 0, sizeof area);
        if (syscall(calls[i], 0, area, area, area, 0, 0) >= 0) { printf("ESCAPED %ld\n", calls[i]); return 0; }
    }
    puts("held");
}
