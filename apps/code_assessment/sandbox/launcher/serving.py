"""The first process of a box: takes files and orders from the worker, and starts each test in namespaces of its own."""

from __future__ import annotations

import _socket
import gc
import marshal
import os
import select
import types

from apps.code_assessment.sandbox.launcher import init, kernel, python_program

# Type checkers know the name; to load `typing` would take as long as to start Python.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apps.code_assessment.sandbox.launcher.order import Order

CONTROL = 3
MOST_BYTES = 64 * 1024
MOST_DESCRIPTORS = 4
WORK = "/work"


def facts() -> dict[str, object]:
    """What this box is, as seen from inside."""
    status = dict(line.split(":", 1) for line in init.read("/proc/self/status").splitlines())
    return {
        "pid": os.getpid(),
        "uid": os.getuid(),
        "uid_map": init.read("/proc/self/uid_map").split(),
        "capabilities": status["CapEff"].strip(),
        "no_new_privileges": status["NoNewPrivs"].strip(),
        "namespaces": {
            name: os.stat(f"/proc/self/ns/{name}").st_ino  # noqa: PTH116 -- pathlib is not loaded here
            for name in ("user", "pid", "net", "mnt", "ipc", "uts")
        },
    }


def saved(name: str, source: int) -> dict[str, str]:
    """Write a file of the submission into the source folder, or say why that cannot be."""
    place = f"{WORK}/{name}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)  # noqa: PTH103, PTH120 -- pathlib is not loaded here
        with open(source, "rb") as content, open(place, "wb") as file:  # noqa: PTH123 -- as above
            file.write(content.read())
    except OSError as error:
        return {"refused": str(error.strerror)}
    return {}


def receive(control: _socket.socket) -> tuple[bytes, list[int]]:
    """A message and the descriptors that came with it."""
    message, attached, _flags, _address = control.recvmsg(MOST_BYTES, _socket.CMSG_SPACE(4 * MOST_DESCRIPTORS))
    return message, [number for _, _, data in attached for number in memoryview(data).cast("i")]


def preload_while_idle(control: _socket.socket) -> None:
    """Use the time until somebody needs this box; whoever waits for it already is served at once."""
    for _ in python_program.preload():
        if select.select([control], [], [], 0)[0]:
            gc.freeze()
            return


def serve(refusals: bytes) -> None:
    """Do what is asked until nobody is there to ask."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    control = _socket.socket(fileno=CONTROL)
    tests = Tests(control, kernel.filter_of(refusals))
    python_program.prepare()
    control.send(repr(facts()).encode())
    preload_while_idle(control)
    while True:
        message, descriptors = receive(control)
        if not message:
            os._exit(0)
        order = marshal.loads(message)  # noqa: S302 -- from the worker, which made this process
        if order["do"] == "save":
            control.send(repr(saved(order["name"], descriptors.pop())).encode())
        elif order["do"] == "run":
            tests.run(types.SimpleNamespace(**order["order"]), descriptors)  # type: ignore[arg-type]  # looks like one
        # Anything else is the word to stop for a test that was over already.


class Tests:
    """Starts tests, one after the other; the end of one is not waited for to the last, as all it had is gone before."""

    def __init__(self, control: _socket.socket, refusals: kernel.Filter) -> None:
        self.control, self.refusals = control, refusals
        self.user = (os.geteuid(), os.getegid())
        self.leaving = 0

    def run(self, order: Order, streams: list[int]) -> None:
        """Start the test and wait until it has reported."""
        reading, writing = os.pipe()
        gc.disable()
        pid = kernel.clone(init.NAMESPACES)
        if pid == 0:
            os.close(reading)
            init.run(order, streams, self.control, self.refusals, self.user, writing)
        gc.enable()
        for descriptor in (*streams, writing):
            os.close(descriptor)
        if self.leaving:
            os.waitpid(self.leaving, 0)
        self.leaving = pid
        has_reported = os.read(reading, 1)
        os.close(reading)
        if not has_reported:
            _, status = os.waitpid(pid, 0)
            self.leaving = 0
            self.control.send(b'{"failed": %d}' % status)
