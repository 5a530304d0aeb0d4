"""Starts a runner: `python -m apps.code_assessment.sandbox.runner`. Under root it becomes nobody first.

Its environment is RUNNER_BROKER_URL, and RUNNER_PROCESSES for another number than one for each core.
"""

import os
import signal
import socket
import sys
from pathlib import Path
from urllib.parse import urlsplit

from apps.code_assessment.sandbox.processes import end_with_parent
from apps.code_assessment.sandbox.runner.line import broker_url
from apps.code_assessment.sandbox.runner.rights import WARDEN
from apps.code_assessment.sandbox.runner.view import become, leave_networks, open_ways
from apps.code_assessment.sandbox.runner.warden import Warden
from apps.code_assessment.sandbox.users import FIRST_USER, is_root

PROJECT = Path(__file__).resolve().parents[4]
# Nobody has to be made; the users of boxes follow.
USER = FIRST_USER - 1
NOT_STARTED = 126
COMMAND = [sys.executable, "-m", "apps.code_assessment.sandbox.runner.worker"]


def socket_folder() -> Path | None:
    """Where the broker's socket lies, if it is a file: then no network is needed."""
    parts = urlsplit(broker_url())
    return Path(parts.path).parent if parts.scheme == "unix" else None


def settle() -> None:
    """Become nobody, who sees its code and its broker."""
    folder = socket_folder()
    open_ways([Path(sys.base_prefix), Path(sys.prefix), PROJECT, *([folder] if folder else [])])
    if folder:
        leave_networks()
    become(USER)
    if not os.access(sys.executable, os.X_OK) or not os.access(PROJECT / "apps", os.R_OK | os.X_OK):
        raise PermissionError(f"user {USER} cannot reach {sys.executable} and {PROJECT}")


def works() -> str:
    """Why this process cannot become nobody; empty when it can. Tried in a fork, as it cannot be undone."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            settle()
        except (OSError, StopIteration) as error:
            os.write(writing, str(error).encode()[:500] or b"no way")
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as answer:
        return answer.read().decode("utf-8", "replace")


def start_as_nobody() -> int:
    """The worker as another user, and this process as its warden."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        try:
            ours.close()
            settle()
            theirs.set_inheritable(True)
            # Changing the user clears it, so it comes last.
            end_with_parent(signal.SIGKILL, parent)
            environment = {**os.environ, WARDEN: str(theirs.fileno()), "HOME": "/"}
            # Celery wonders about a user whom nobody has made.
            environment["PYTHONWARNINGS"] = "ignore"
            os.execve(COMMAND[0], COMMAND, environment)  # noqa: S606 -- no shell is the point
        finally:
            os._exit(NOT_STARTED)
    theirs.close()
    return Warden(ours, child, USER).serve()


def start() -> None:
    """Under root as nobody, otherwise as whoever we are: in the place of this process."""
    reason = works() if is_root() else ""
    if is_root() and not reason:
        sys.exit(start_as_nobody())
    if reason:
        sys.stderr.write(f"This runner stays root: {reason}\n")
        sys.stderr.flush()
    os.execv(COMMAND[0], COMMAND)  # noqa: S606 -- as above


if __name__ == "__main__":
    start()
