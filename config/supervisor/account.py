"""Which account PostgreSQL runs as: it refuses root, so root lends it a user namespace or an unprivileged account."""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.supervisor.errors import StartError

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
PRETENDED_ID = 1000
LINUX = sys.platform.startswith("linux")
libc = ctypes.CDLL(None, use_errno=True)


def enter_namespace() -> None:
    """Look like an ordinary user to ourselves while files stay owned by the caller."""
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "no user namespace")
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{PRETENDED_ID} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{PRETENDED_ID} {group} 1", encoding="ascii")


def die_with(parent: int, with_signal: signal.Signals) -> None:
    """Ask the kernel to signal this process when its parent is gone."""
    if not LINUX:
        return
    libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), with_signal)


def works_in_a_fork(attempt: Callable[[], None]) -> bool:
    """Try something that cannot be undone in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            attempt()
            os._exit(0)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def namespaces_work() -> bool:
    return LINUX and works_in_a_fork(enter_namespace)


@dataclass(frozen=True, slots=True)
class Account:
    """Becoming somebody that PostgreSQL accepts."""

    enter: Callable[[], None] | None
    owner: tuple[int, int]
    description: str

    def take_over(self, folder: Path) -> None:
        """Make the folder and everything in it ours; another way of running may have left it to somebody else."""
        if os.geteuid() != 0 or not folder.exists() or folder.stat().st_uid == self.owner[0]:
            return
        for place, folders, files in os.walk(folder):
            for name in (".", *folders, *files):
                os.lchown(Path(place, name), *self.owner)


def unprivileged_account(program: Path, home: Path) -> Account:
    """The first way that works here of running the program as somebody who is not root."""
    if os.geteuid() != 0:
        return Account(None, (os.geteuid(), os.getegid()), "the calling user")
    if namespaces_work():
        return Account(enter_namespace, (0, 0), "a user namespace")
    # The account may pass through the state folder to its own part of it; what lies there stays closed to it.
    home.chmod(home.stat().st_mode | 0o011)
    for name in ("postgres", "nobody", "daemon"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue

        def become(entry: pwd.struct_passwd = entry) -> None:
            os.setgroups([])
            os.setgid(entry.pw_gid)
            os.setuid(entry.pw_uid)

        def reach(become: Callable[[], None] = become) -> None:
            become()
            if not os.access(program, os.X_OK) or not os.access(home, os.X_OK):
                raise PermissionError

        if works_in_a_fork(reach):
            return Account(become, (entry.pw_uid, entry.pw_gid), f"the account {name}")
    raise StartError(
        "PostgreSQL refuses to run as root, this machine allows no user namespaces, and no unprivileged account can "
        f"reach {program} and {home}. Start as an ordinary user, allow user namespaces "
        "(sysctl user.max_user_namespaces=10000), or set DATABASE_URL to a PostgreSQL of your own."
    )
