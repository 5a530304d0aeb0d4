"""Who runs a box: under root a user of its own for each box at a time, otherwise whoever the worker is."""

import fcntl
import os
import pwd
from dataclasses import dataclass
from pathlib import Path

from apps.code_assessment.sandbox.contract import SandboxRefusedError

# A number is enough; nobody has to be made.
FIRST_USER = 63_000
USERS = 64
LOCKS = Path("/run/rostrum-boxes")


@dataclass(slots=True)
class Slot:
    """The right to run one box; the lock ends with the worker, however that ends."""

    number: int
    # 0: no change of user.
    user: int
    lock: int = -1

    def free(self) -> None:
        if self.lock >= 0:
            os.close(self.lock)
            self.lock = -1


def is_root() -> bool:
    return os.geteuid() == 0


def is_somebody(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def take_slot() -> Slot:
    """A slot that no other worker on this machine has."""
    if not is_root():
        return Slot(number=0, user=0)
    LOCKS.mkdir(mode=0o700, exist_ok=True)
    for number in range(USERS):
        if not is_somebody(FIRST_USER + number) and (slot := try_slot(number)):
            return slot
    raise SandboxRefusedError(f"all {USERS} users for boxes are taken on this machine")


def try_slot(number: int) -> Slot | None:
    """This slot, or None while somebody on this machine has it."""
    lock = os.open(LOCKS / str(number), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return Slot(number, FIRST_USER + number, lock)
