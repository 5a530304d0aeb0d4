"""The first process of a test: makes its folders, starts the program, measures, ends everything, reports once."""

from __future__ import annotations

import os
import resource
import select
import time

from apps.code_assessment.sandbox.launcher import kernel, program

# Type checkers know the name; to load `typing` would take as long as to start Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket

    from apps.code_assessment.sandbox.launcher.order import Order

KIB = 1024
SIGKILL = 9
PAGE_KIB = resource.getpagesize() // KIB
TICK_SECONDS = 1 / os.sysconf("SC_CLK_TCK")
SHM_KIB = 1024
SIGKILL = 9
MOST_FILES = 2000
SLOWER_AFTER_SECONDS = 0.1
RUNNABLE = ("R", "D")
# Time in which it would have run does not count, up to this many times the limit.
PATIENCE = 4
# What a socket can hold unread; no process shows that memory as its own.
SOCKET_KIB = 208
FEW_SOCKETS = 32
FAILED = 70
NAMESPACES = kernel.CLONE_NEWUSER | kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC
QUIET = kernel.MS_NOSUID | kernel.MS_NODEV


def read(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:  # noqa: PTH123 -- pathlib is not loaded here
        return file.read()


def write(path: str, text: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    os.write(file, text)
    os.close(file)


def map_oneself(user: int, group: int) -> None:
    """Be the same user in the new namespace; the kernel lets only dumpable processes write their maps."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    write("/proc/self/setgroups", b"deny")
    write("/proc/self/uid_map", b"%d %d 1" % (user, user))
    write("/proc/self/gid_map", b"%d %d 1" % (group, group))
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)


def make_folders(order: Order) -> None:
    """A view of the processes of this test alone, empty folders to write to, and the source closed to writing."""
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    kernel.mount("proc", "/proc", "proc", QUIET | kernel.MS_NOEXEC)
    kernel.mount("tmpfs", "/tmp", "tmpfs", QUIET, f"size={order.tmp_kib}k,nr_inodes={MOST_FILES},mode=1777")  # noqa: S108 -- the box's own
    kernel.mount("tmpfs", "/dev/shm", "tmpfs", QUIET, f"size={SHM_KIB}k,nr_inodes=100,mode=1777")  # noqa: S108 -- as above
    if not order.writable:
        kernel.mount("none", "/work", "", kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | QUIET)


class Watch:
    """What the processes of the test have used so far, and whether that is too much."""

    def __init__(self, pid: int, order: Order) -> None:
        self.pid = pid
        self.order = order
        self.started = time.monotonic()
        self.peak_kib = 0
        self.looks = 0
        # Processor time by process: a parent that ignores its children's end would hide theirs.
        self.used: dict[tuple[str, str], float] = {}
        # How long nothing of it wanted to run, as far as one saw.
        self.idle_seconds = 0.0
        self.looked_at = self.started

    def cpu_seconds(self) -> float:
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        return max(own.ru_utime + own.ru_stime, sum(self.used.values()))

    def wall_seconds(self) -> float:
        return time.monotonic() - self.started

    def verdict(self) -> str:
        """Look at all processes; the limit that is broken, or nothing."""
        self.looks += 1
        pids = [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]  # noqa: PTH208 -- as above
        inherited = memory = 0.0
        wants_to_run = False
        for pid in pids:
            try:
                fields = read(f"/proc/{pid}/stat").rpartition(")")[2].split()
            except OSError:
                continue
            self.used[pid, fields[19]] = (int(fields[11]) + int(fields[12])) * TICK_SECONDS
            inherited += (int(fields[13]) + int(fields[14])) * TICK_SECONDS
            memory += int(fields[21]) * PAGE_KIB
            wants_to_run = wants_to_run or is_runnable(pid, fields)
        now = time.monotonic()
        self.idle_seconds += 0 if wants_to_run else now - self.looked_at
        self.looked_at = now
        own = resource.getrusage(resource.RUSAGE_CHILDREN)
        live = sum(seconds for (pid, _), seconds in self.used.items() if pid in pids)
        cpu = max(self.cpu_seconds(), live + inherited + own.ru_utime + own.ru_stime)
        if self.looks % 4 == 0:
            memory += unread_kib()
        if memory > self.order.memory_kib and len(pids) > 1:
            memory = shared_once_kib(pids)
        self.peak_kib = max(self.peak_kib, int(memory))
        if cpu * 1000 > self.order.cpu_ms + 10:
            return "cpu"
        if memory > self.order.memory_kib:
            return "memory"
        return "wall" if self.is_late() else ""

    def is_late(self) -> bool:
        """Whether it had its time; on a machine that has no processor free, what wants to run is not late yet."""
        return self.idle_seconds * 1000 > self.order.wall_ms or (
            self.wall_seconds() * 1000 > PATIENCE * self.order.wall_ms
        )

    def pause_ms(self) -> int:
        return self.order.tick_ms * (1 if self.wall_seconds() < SLOWER_AFTER_SECONDS else 2)


def is_runnable(pid: str, fields: list[str]) -> bool:
    """Whether a thread of the process runs, would like to, or waits for a disk."""
    if fields[0] in RUNNABLE or fields[17] == "1":
        return fields[0] in RUNNABLE
    try:
        threads = os.listdir(f"/proc/{pid}/task")  # noqa: PTH208 -- pathlib is not loaded here
        return any(read(f"/proc/{pid}/task/{name}/stat").rpartition(")")[2].split()[0] in RUNNABLE for name in threads)
    except OSError:
        return True


def unread_kib() -> int:
    """What may lie unread in sockets, once there are many."""
    sockets = int(read("/proc/self/net/sockstat").split(None, 3)[2])
    return sockets * SOCKET_KIB if sockets > FEW_SOCKETS else 0


def shared_once_kib(pids: list[str]) -> int:
    """The memory of all processes, pages that several of them have counted once."""
    total = 0
    for pid in pids:
        try:
            for line in read(f"/proc/{pid}/smaps_rollup").splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total


def watch(pid: int, order: Order, control: _socket.socket) -> tuple[str, Watch]:
    """Wait for the program's end or for a reason to end it."""
    seen = Watch(pid, order)
    ended = os.pidfd_open(pid)
    poller = select.poll()
    poller.register(ended, select.POLLIN)
    poller.register(control, select.POLLIN)
    while True:
        ready = [descriptor for descriptor, _ in poller.poll(seen.pause_ms())]
        if ended in ready:
            return "", seen
        if ready:
            # Either the word to stop, or nobody is there any more.
            control.recv(100)
            return "stopped", seen
        if reason := seen.verdict():
            return reason, seen


def end_all(pid: int) -> int:
    """Kill and collect every process of the test; the wait status of the program itself."""
    status = 0
    while True:
        try:  # noqa: SIM105 -- contextlib is not loaded here
            os.kill(-1, SIGKILL)
        except ProcessLookupError:
            pass
        try:
            found, how = os.wait()
        except ChildProcessError:
            return status
        if found == pid:
            status = how


def run(
    order: Order,
    streams: list[int],
    control: _socket.socket,
    refusals: kernel.Filter,
    user: tuple[int, int],
    done: int,
) -> None:
    """The whole life of a test; what it has reported is said through `done` as well."""
    code = FAILED
    try:
        map_oneself(*user)
        make_folders(order)
        phase_end, phase = os.pipe()
        pid = os.fork()
        if pid == 0:
            program.become(order, streams, phase, refusals)
        for descriptor in (*streams, phase):
            os.close(descriptor)
        reason, seen = watch(pid, order, control)
        wall_us = int(seen.wall_seconds() * 1e6)
        status = end_all(pid)
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        report = {
            "status": status,
            "reason": reason,
            "cpu_us": int(seen.cpu_seconds() * 1e6),
            "wall_us": wall_us,
            "memory_kib": max(seen.peak_kib, largest),
            "has_begun": bool(order.argv) or os.read(phase_end, 1) == b"R",
        }
        # First the launcher, which then waits for the answer to the report.
        os.write(done, b".")
        control.send(repr(report).encode())
        code = 0
    finally:
        if code:
            import traceback  # noqa: PLC0415 -- only when something is wrong

            traceback.print_exc()
        os._exit(code)
