"""What the kernel is asked of processes of ours."""

import ctypes
import os
import signal

PR_SET_PDEATHSIG = 1
libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> None:
    """Raise what the kernel refused."""
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def end_with_parent(number: signal.Signals, parent: int | None = None) -> None:
    """Get this signal when the parent ends; a parent that has ended already counts."""
    known = os.getppid() if parent is None else parent
    checked(libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0))
    if os.getppid() != known:
        os.kill(os.getpid(), number)
