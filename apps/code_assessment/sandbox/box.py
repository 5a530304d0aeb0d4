"""One box: bubblewrap around our launcher, made for one submission and thrown away after it."""

import fcntl
import marshal
import os
import select
import socket
import time
from ast import literal_eval
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from apps.code_assessment.sandbox.cgroups import Group
from apps.code_assessment.sandbox.contract import InvalidSubmissionError, SandboxRefusedError, SourceFile
from apps.code_assessment.sandbox.keeper import Keeper
from apps.code_assessment.sandbox.languages import BASE_ENVIRONMENT
from apps.code_assessment.sandbox.launcher.order import Order
from apps.code_assessment.sandbox.seccomp import refusals
from apps.code_assessment.sandbox.users import Slot

LAUNCHER = "apps.code_assessment.sandbox.launcher"
PARTS = ("kernel", "python_program", "program", "init", "serving")
# Runs the parts, which come through a descriptor, as the modules that they are.
BOOT = """
import marshal, sys, types
with open(4, "rb") as file:
    parts, refusals = marshal.load(file)
for name, code in parts:
    module = types.ModuleType(name)
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
    if code is None:
        module.__path__ = []
    else:
        exec(code, module.__dict__)
del file, parts, name, code, parent, last
module.serve(refusals)
"""
USER = "1000"
WORK_BYTES = 64 * 1024 * 1024
DEVICES = ("null", "zero", "full", "random", "urandom")
# What runtimes need of /etc; of people and hosts there is nothing.
SETTINGS = ("ld.so.cache", "alternatives", "java*", "localtime")
ROOTS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
MOST_BYTES = 64 * 1024
START_SECONDS = 20
GRACE_SECONDS = 5
SEALS = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
# Of a pipe, as the kernel makes it and as it lets anybody enlarge it.
USUAL_ROOM, MOST_ROOM = 64 * 1024, 1024 * 1024


@lru_cache(maxsize=1)
def launcher_code() -> bytes:
    """The launcher, compiled once, with the filter of system calls."""
    names = [".".join(LAUNCHER.split(".")[: end + 1]) for end in range(LAUNCHER.count(".") + 1)]
    parts: list[tuple[str, Any]] = [(name, None) for name in names]
    for part in PARTS:
        source = (Path(__file__).parent / "launcher" / f"{part}.py").read_text(encoding="utf-8")
        parts.append((f"{LAUNCHER}.{part}", compile(source, f"<{part}>", "exec", dont_inherit=True)))
    return marshal.dumps((parts, refusals()))


def memory_file(content: bytes, name: str = "input") -> int:
    """A file that is nowhere but in memory and cannot be changed any more, opened for reading."""
    writable = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(writable, view) :]
        fcntl.fcntl(writable, fcntl.F_ADD_SEALS, SEALS)
        return os.open(f"/proc/self/fd/{writable}", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(writable)


def open_pipe(room: int = 0) -> tuple[int, int]:
    """Its ends, with room for so many bytes that nobody has read yet, as far as the kernel allows.

    Programs of another user may open it again by its name, which is /dev/stdout for them.
    """
    reading, writing = os.pipe()
    os.fchmod(writing, 0o666)
    if room > USUAL_ROOM:
        with suppress(OSError):
            fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, min(room, MOST_ROOM))
    return reading, writing


@dataclass(frozen=True, slots=True)
class Layout:
    """What every box of a worker looks like."""

    bwrap: Path
    interpreter: Path
    # Folder in the box -> where it is shown from.
    prefixes: dict[Path, Path]

    def command(self) -> list[str]:
        """Bubblewrap's arguments; every namespace is named, as "all" would go on without one."""
        words = [str(self.bwrap)]
        words += [f"--unshare-{name}" for name in ("user", "pid", "net", "ipc", "uts", "cgroup-try")]
        words += ["--uid", USER, "--gid", USER, "--hostname", "box"]
        words += ["--die-with-parent", "--new-session", "--as-pid-1", "--clearenv"]
        for name, value in {**BASE_ENVIRONMENT, "PYTHONHASHSEED": "0"}.items():
            words += ["--setenv", name, value]
        words += ["--ro-bind", "/usr", "/usr"]
        for name in ROOTS:
            place = Path("/", name)
            if place.is_symlink():
                words += ["--symlink", str(place.readlink()), str(place)]
            elif place.is_dir():
                words += ["--ro-bind", str(place), str(place)]
        for pattern in SETTINGS:
            for place in sorted(Path("/etc").glob(pattern)):
                words += ["--ro-bind", str(place), str(place)]
        for prefix, source in self.prefixes.items():
            words += ["--ro-bind", str(source), str(prefix)]
        for device in DEVICES:
            words += ["--dev-bind", f"/dev/{device}", f"/dev/{device}"]
        for name, target in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
            words += ["--symlink", f"/proc/self/fd{target}", f"/dev/{name}"]
        words += ["--dir", "/dev/shm", "--dir", "/tmp", "--proc", "/proc"]  # noqa: S108 -- the box's own
        words += ["--perms", "0755", "--size", str(WORK_BYTES), "--tmpfs", "/work", "--remount-ro", "/", "--"]
        return [*words, str(self.interpreter), "-s", "-S", "-P", "-B", "-X", "utf8", "-c", BOOT]


@dataclass(frozen=True, slots=True)
class Ended:
    """A run as it ended: what init reported, and what the program wrote."""

    stdout: bytes
    stderr: bytes
    is_over: bool
    status: int = 0
    reason: str = ""
    cpu_us: int = 0
    wall_us: int = 0
    memory_kib: int = 0
    has_begun: bool = True
    out_of_memory: bool = False
    # The box itself is gone or did not answer.
    is_broken: bool = False


class Box:
    """A running box; files go in first, then one run after the other."""

    def __init__(self, keeper: Keeper, layout: Layout, slot: Slot, group: Group) -> None:
        self.keeper, self.slot, self.group = keeper, slot, group
        self.facts: dict[str, Any] = {}
        self.is_alive = True
        self.errors = os.memfd_create("errors", os.MFD_CLOEXEC)
        self.control, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        code = memory_file(launcher_code(), "launcher")
        try:
            self.number = keeper.start(
                layout.command(), user=slot.user, groups=group.joins, descriptors=[other.fileno(), code, self.errors]
            )
        finally:
            other.close()
            os.close(code)

    def wait_until_ready(self) -> None:
        """The launcher says what it is once it is there; otherwise the box says why not."""
        if not self.facts:
            answer = self.receive(START_SECONDS)
            if answer is None:
                reason = self.said() or "the box did not start"
                self.close()
                raise SandboxRefusedError(reason)
            self.facts = answer

    def has_hung_up(self) -> bool:
        """Whether the launcher is gone; one that waits for orders says nothing."""
        return bool(select.select([self.control], [], [], 0)[0])

    def said(self) -> str:
        """What bubblewrap and the launcher wrote about failures."""
        size = os.fstat(self.errors).st_size
        return os.pread(self.errors, min(size, 4000), max(0, size - 4000)).decode("utf-8", "replace").strip()

    def receive(self, seconds: float) -> dict[str, Any] | None:
        if not select.select([self.control], [], [], seconds)[0]:
            return None
        try:
            message = self.control.recv(MOST_BYTES)
        except ConnectionResetError:
            # It ended with something unread.
            message = b""
        answer: dict[str, Any] | None = literal_eval(message.decode()) if message else None
        return answer

    def put(self, files: tuple[SourceFile, ...]) -> None:
        """Send the files of a submission in."""
        for file in files:
            source = memory_file(file.content)
            try:
                socket.send_fds(self.control, [marshal.dumps({"do": "save", "name": file.name})], [source])
                answer = self.receive(START_SECONDS)
            except BrokenPipeError:
                answer = None
            finally:
                os.close(source)
            if answer is None:
                self.is_alive = False
                raise SandboxRefusedError(self.said() or "the box did not take the files")
            if "refused" in answer:
                raise InvalidSubmissionError(f'"{file.name[:40]}" cannot be written: {answer["refused"]}')

    def begin(self, order: Order, streams: tuple[int, int, int]) -> None:
        """Start a run on these three descriptors, which stay open here."""
        message = marshal.dumps({"do": "run", "order": asdict(order)})
        socket.send_fds(self.control, [message], list(streams))

    def stop(self) -> None:
        with suppress(OSError):
            self.control.send(marshal.dumps({"do": "stop"}))

    def run(self, order: Order, stdin: bytes, cap: int) -> Ended:
        """A whole run on an input; of each output stream at most `cap` bytes are kept, and more ends it."""
        kills = self.group.kills()
        source = memory_file(stdin)
        # Node writes as much as fits and the rest when it has time: what ends it first must not depend on who reads.
        (out, out_end), (err, err_end) = open_pipe(cap + 1), open_pipe(cap + 1)
        try:
            self.begin(order, (source, out_end, err_end))
        except OSError:
            self.is_alive = False
        finally:
            for descriptor in (source, out_end, err_end):
                os.close(descriptor)
        for descriptor in (out, err):
            # Whoever still held the other end could not make us wait for more.
            os.set_blocking(descriptor, False)
        reading = Reading(self, {out: bytearray(), err: bytearray()}, cap)
        try:
            report = reading.until_report(hard_seconds(order)) if self.is_alive else None
        finally:
            os.close(out)
            os.close(err)
        stdout, stderr = (bytes(kept) for kept in reading.kept.values())
        return self.ended(report, stdout, stderr, is_over=reading.is_over, kills=kills)

    def ended(self, report: dict[str, Any] | None, stdout: bytes, stderr: bytes, *, is_over: bool, kills: int) -> Ended:
        out_of_memory = self.group.kills() > kills
        if report is None or "failed" in report:
            self.is_alive = False
            return Ended(stdout, stderr, is_over, out_of_memory=out_of_memory, is_broken=True, reason=self.said())
        return Ended(stdout, stderr, is_over, **report, out_of_memory=out_of_memory)

    def close(self) -> None:
        """End it; the keeper collects what is left, and the slot is free when all of it is gone."""
        self.is_alive = False
        self.control.close()
        if self.errors >= 0:
            os.close(self.errors)
            self.errors = -1


def hard_seconds(order: Order) -> float:
    """After this a run has to be over; init ends it well before, if it lives."""
    return order.wall_ms / 1000 * 4 + GRACE_SECONDS


class Reading:
    """Takes what a program writes until its init reports."""

    def __init__(self, box: Box, kept: dict[int, bytearray], cap: int) -> None:
        self.box, self.kept, self.cap = box, kept, cap
        self.is_over = False
        self.poller = select.poll()
        for descriptor in (*kept, box.control.fileno()):
            self.poller.register(descriptor, select.POLLIN)

    def until_report(self, seconds: float) -> dict[str, Any] | None:
        """The report of init, or None when the box is gone or has to go."""
        end = time.monotonic() + seconds
        control = self.box.control.fileno()
        while True:
            ready = self.poller.poll(max(0, end - time.monotonic()) * 1000)
            if not ready:
                self.box.keeper.kill(self.box.number)
                return None
            for descriptor, _ in ready:
                if descriptor != control:
                    self.take(descriptor)
                else:
                    report = self.box.receive(0)
                    self.drain()
                    return report

    def take(self, descriptor: int) -> bool:
        """Read some; False at the end."""
        data = os.read(descriptor, 65_536)
        if not data:
            self.poller.unregister(descriptor)
            return False
        kept = self.kept[descriptor]
        room = self.cap - len(kept)
        kept += data[:room]
        if len(data) > room and not self.is_over:
            self.is_over = True
            self.box.stop()
        return True

    def drain(self) -> None:
        """Nobody writes any more: what is left in the pipes is all there is."""
        for descriptor in self.kept:
            with suppress(KeyError, BlockingIOError):
                while self.take(descriptor):
                    pass
