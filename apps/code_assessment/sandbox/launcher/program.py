"""Becoming the program of a stranger: everything is given up first, then it starts."""

from __future__ import annotations

import os
import resource
import sys

from apps.code_assessment.sandbox.launcher import kernel, python_program

# Type checkers know the name; to load `typing` would take as long as to start Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apps.code_assessment.sandbox.launcher.order import Order

KIB = 1024
SIGPIPE, SIGXFSZ = 13, 25
MOST_DESCRIPTORS = 1024
LOCKED_BYTES = 64 * KIB
PHASE = 3
NO_PROGRAM = 127


def limit(kind: int, value: int) -> None:
    """Lower a limit for good; what the machine allows at most stays the upper end."""
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def set_limits(order: Order) -> None:
    limit(resource.RLIMIT_CPU, order.cpu_ms // 1000 + 2)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, order.tmp_kib * KIB)
    limit(resource.RLIMIT_NOFILE, order.files)
    limit(resource.RLIMIT_MEMLOCK, LOCKED_BYTES)
    limit(resource.RLIMIT_MSGQUEUE, 0)
    limit(resource.RLIMIT_STACK, order.stack_kib * KIB)
    if order.data_kib:
        limit(resource.RLIMIT_DATA, order.data_kib * KIB)
    if order.address_kib:
        limit(resource.RLIMIT_AS, order.address_kib * KIB)
    # One more for the first process of the test, which belongs to the same user.
    limit(resource.RLIMIT_NPROC, order.processes + 1)


def become(order: Order, streams: list[int], phase: int, refusals: kernel.Filter) -> None:
    """Turn into the program; nothing of the sandbox stays open but the pipe that says when its own code begins."""
    os.setsid()
    # First out of the way of 0 to 3, then into place.
    moved = [os.dup(descriptor) for descriptor in (*streams, phase)]
    for place, descriptor in enumerate(moved):
        os.dup2(descriptor, place)
    os.closerange(PHASE + 1, MOST_DESCRIPTORS)
    # The test's init may look at what it uses, and the program at its own /proc/self.
    kernel.prctl(kernel.PR_SET_DUMPABLE, 1)
    os.chdir("/work")
    os.umask(0o022)
    raise_own_oom_score()
    set_limits(order)
    kernel.drop_capabilities()
    kernel.install_filter(refusals)
    if not order.argv:
        python_program.run(order.script, PHASE)
    os.set_inheritable(PHASE, False)
    for number in (SIGPIPE, SIGXFSZ):
        kernel.handle(number, None)
    try:
        os.execve(order.argv[0], order.argv, order.environment)  # noqa: S606 -- no shell is the point
    except OSError as error:
        sys.__stderr__.write(f"{order.argv[0]}: {error.strerror}\n")  # type: ignore[union-attr]  # the launcher has one
        sys.__stderr__.flush()  # type: ignore[union-attr]  # as above
    os._exit(NO_PROGRAM)


def raise_own_oom_score() -> None:
    """If memory runs out, the program goes first and the sandbox last."""
    score = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
    os.write(score, b"1000")
    os.close(score)
