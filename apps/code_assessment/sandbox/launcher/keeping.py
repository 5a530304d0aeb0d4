"""A small process beside the worker that starts boxes, gives each its user, and ends them all when the worker ends.

It stays root if the worker is root, and then shows boxes those folders that their users could not reach by themselves.
"""

import ctypes
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from contextlib import suppress

CLONE_NEWNS = 0x00020000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_CHILD_SUBREAPER = 36
PLACES = ("/mnt", "/media", "/srv")
MOST_BYTES = 64 * 1024
MOST_FILES = 256
FIRST_KEPT = 3
NOT_STARTED = 126
PAUSE_SECONDS = 0.005
libc = ctypes.CDLL(None, use_errno=True)


def checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def stage(paths: list[str]) -> dict[str, str]:
    """Show the folders, which may lie in closed ones, at open places that only this process and its boxes see.

    A root that may not mount leaves them where they are; what users cannot reach there then works in no box.
    """
    try:
        return staged(paths)
    except (OSError, StopIteration):
        return {path: path for path in paths}


def staged(paths: list[str]) -> dict[str, str]:
    place = next(name for name in PLACES if os.path.isdir(name))  # noqa: PTH112 -- this process stays small
    checked(libc.unshare(CLONE_NEWNS))
    checked(libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None))
    checked(libc.mount(b"tmpfs", place.encode(), b"tmpfs", 0, b"size=64k,mode=755"))
    shown = {}
    for number, path in enumerate(paths):
        shown[path] = f"{place}/{number}"
        os.mkdir(shown[path], 0o755)  # noqa: PTH102 -- as above
        checked(libc.mount(path.encode(), shown[path].encode(), None, MS_BIND | MS_REC, None))
    return shown


def children() -> list[int]:
    """All of ours, also those that fell to us when their parent ended."""
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as listed:  # noqa: PTH123 -- as above
        return [int(word) for word in listed.read().split()]


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def start(order: dict[str, object], descriptors: list[int]) -> int:
    """Become the box's user and start it; the id of the process."""
    pid = os.fork()
    if pid:
        return pid
    try:
        become_box(order, descriptors)
    finally:
        os._exit(NOT_STARTED)


def become_box(order: dict[str, object], descriptors: list[int]) -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open("/dev/null", os.O_RDWR)
    control, code, errors = descriptors
    # First out of the way, then into place; of the keeper's own nothing stays open.
    moved = [os.dup(descriptor) for descriptor in (nothing, nothing, errors, control, code)]
    high = [os.dup(descriptor) for descriptor in moved]
    for place, descriptor in enumerate(high):
        os.dup2(descriptor, place)
    os.closerange(FIRST_KEPT + 2, MOST_FILES * 4)
    try:
        for file in order["groups"]:  # type: ignore[attr-defined]  # made by the worker
            with open(file, "w", encoding="ascii") as joined:  # noqa: PTH123 -- this process stays small
                joined.write(str(os.getpid()))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_NOFILE, (MOST_FILES, MOST_FILES))
        if user := int(str(order["user"])):
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        arguments = [str(word) for word in order["argv"]]  # type: ignore[attr-defined]  # as above
        os.execve(arguments[0], arguments, {})  # noqa: S606 -- no shell is the point
    except OSError as error:
        os.write(2, f"{error}\n".encode())


def is_within(bounds: dict[str, list[object]], order: dict[str, object]) -> bool:
    """Whether a keeper of somebody who is less than root may do this: folders, command, user and groups are fixed."""
    if order["do"] == "stage":
        return order["paths"] == bounds["paths"]
    if order["do"] == "start":
        return order["argv"] in bounds["commands"] and [order["user"], order["groups"]] in bounds["users"]
    return True


class Keeper:
    """The running boxes by their number, and by the process that is above each."""

    def __init__(self, control: socket.socket, bounds: dict[str, list[object]] | None) -> None:
        self.control = control
        self.bounds = bounds
        self.boxes: dict[int, int] = {}

    def obey(self) -> bool:
        """Do what the worker asks; False when it is gone."""
        message, descriptors, _flags, _address = socket.recv_fds(self.control, MOST_BYTES, 4)
        if not message:
            return False
        order = json.loads(message)
        if self.bounds is not None and not is_within(self.bounds, order):
            raise PermissionError(f"asked for what it may not do: {order['do']}")
        if order["do"] == "stage":
            self.say({"staged": stage(order["paths"])})
        elif order["do"] == "start":
            self.boxes[start(order, descriptors)] = order["box"]
        elif order["do"] == "kill":
            for pid, box in self.boxes.items():
                if box == order["box"]:
                    kill(pid)
        for descriptor in descriptors:
            os.close(descriptor)
        return True

    def say(self, word: dict[str, object]) -> None:
        self.control.send(json.dumps(word).encode())

    def collect(self) -> None:
        """Tell the worker which boxes have ended; what was left of them falls to us and is collected too."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid in self.boxes:
                self.say({"ended": self.boxes.pop(pid), "status": status})
                self.end_orphans()

    def end_orphans(self) -> None:
        """What fell to us because its bubblewrap was killed at its start waits for that one, and would for ever."""
        for pid in children():
            if pid not in self.boxes:
                kill(pid)

    def end_all(self) -> None:
        with suppress(ChildProcessError):
            while True:
                # Those that fall to us meanwhile, too.
                for pid in children():
                    kill(pid)
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
                time.sleep(PAUSE_SECONDS)


def main() -> None:
    checked(libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
    # Signals of the terminal are for the worker to answer; boxes shall find them as they usually are.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: None)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    os.set_blocking(reading, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    bounds = json.loads(sys.argv[2]) if len(sys.argv) > 2 else None  # noqa: PLR2004 -- name, socket, bounds
    keeper = Keeper(socket.socket(fileno=int(sys.argv[1])), bounds)
    poller = select.poll()
    poller.register(keeper.control, select.POLLIN)
    poller.register(reading, select.POLLIN)
    alive = True
    # A worker that is gone cannot be told anything.
    with suppress(BrokenPipeError, ConnectionResetError, PermissionError):
        while alive:
            ready = [descriptor for descriptor, _ in poller.poll()]
            if reading in ready:
                with suppress(BlockingIOError):
                    os.read(reading, 4096)
                keeper.collect()
            if keeper.control.fileno() in ready:
                alive = keeper.obey()
    keeper.end_all()


if __name__ == "__main__":
    main()
