"""Asks from inside a box, and from outside, whether it holds; one "no" and nothing is judged on this machine."""

import json
import os
import platform
import socket
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from apps.code_assessment.sandbox.box import Box, Ended
from apps.code_assessment.sandbox.contract import Limits, SourceFile
from apps.code_assessment.sandbox.orders import run_order
from apps.code_assessment.sandbox.pool import Boxes

CANARY = "ROSTRUM_SANDBOX_CANARY"
LIMITS = Limits(cpu_ms=2000, wall_ms=6000, memory_mib=96, output_kib=64, processes=16)
MAIN = "main.py"
MANY = 40
NAMESPACES = ("user", "pid", "net", "mnt", "ipc", "uts")
SECCOMP_FILTER = "2"

PROBE = """
import json, os, socket, sys
def attempt(deed):
    try:
        deed()
        return True
    except OSError:
        return False
path, address = sys.stdin.read().split()
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
other = socket.socket(socket.AF_UNIX)
names = ("user", "pid", "net", "mnt", "ipc", "uts")
print(json.dumps({
    "namespaces": {name: os.stat(f"/proc/self/ns/{name}").st_ino for name in names},
    "uid": os.getuid(),
    "capabilities": [status[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")],
    "no_new_privileges": status["NoNewPrivs"].strip(),
    "seccomp": status["Seccomp"].strip(),
    "devices": [line.split(":")[0].strip() for line in open("/proc/net/dev").readlines()[2:]],
    "routes": len(open("/proc/net/route").readlines()) - 1,
    "processes": len([name for name in os.listdir("/proc") if name.isdigit()]),
    "reads_file": attempt(lambda: open(path).close()),
    "reads_environment": any("CANARY" in name for name in os.environ),
    "reaches_socket": attempt(lambda: other.connect("\\0" + address)),
    "opens_network": attempt(lambda: socket.socket(socket.AF_INET)),
    "writes_source": attempt(lambda: open("/work/x", "w").close()),
    "writes_system": attempt(lambda: open("/usr/x", "w").close()) or attempt(lambda: open("/x", "w").close()),
}))
"""
EATER = "kept = []\nwhile True: kept.append(bytearray(b'x' * 1_000_000))"
FORKER = f"""
import os, time
count = 0
try:
    for _ in range({MANY}):
        if os.fork() == 0:
            time.sleep(9)
        count += 1
except OSError:
    pass
print(count, flush=True)
"""
SPINNER = "while True: pass"
SLEEPER = "import time; time.sleep(60)"
WRITER = "while True: print('x' * 1000)"


@dataclass(frozen=True, slots=True)
class Check:
    """One question and its answer."""

    name: str
    ok: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All answers, with the kernel that gave them."""

    checks: tuple[Check, ...]
    kernel: str
    # Whether control groups hold boxes to their memory, or their init does by measuring.
    memory_by: str = ""

    @classmethod
    def refusal(cls, reason: str) -> "Report":
        return cls((Check("box", ok=False, detail=reason),), platform.release())

    @property
    def refusal_reason(self) -> str:
        """Why nothing is judged here; empty when all is well."""
        return "; ".join(f"{check.name}: {check.detail}" for check in self.checks if not check.ok)


def kernel_facts() -> str:
    system = os.uname()
    return f"{system.sysname} {system.release} {system.machine}"


def examine(boxes: Boxes) -> Report:
    """Start a box and try what must not work in it."""
    box = boxes.take()
    try:
        checks = [*checks_from_outside(boxes, box), *checks_from_inside(boxes, box)]
        # Nothing that takes more than it may is tried in a box that does not hold.
        if all(check.ok for check in checks):
            checks += checks_of_limits(boxes, box)
    finally:
        boxes.give_back(box)
    memory_by = "control groups and measuring" if boxes.limits_memory else "measuring"
    return Report(tuple(checks), kernel_facts(), memory_by)


def run(boxes: Boxes, box: Box, source: str, limits: Limits, stdin: bytes = b"") -> Ended:
    """A Python program in the box."""
    box.put((SourceFile(MAIN, source.encode()),))
    box.group.limit(limits.memory_mib, limits.processes)
    order = run_order(boxes.toolchains["python"], limits, MAIN, has_groups=boxes.limits_memory)
    return box.run(order, stdin, limits.output_kib * 1024)


def checks_from_outside(boxes: Boxes, box: Box) -> list[Check]:
    """What the kernel says of the box to us, and not to it."""
    mine = {name: Path(f"/proc/self/ns/{name}").stat().st_ino for name in NAMESPACES}
    shared = [name for name in NAMESPACES if box.facts["namespaces"][name] == mine[name]]
    outside = int(box.facts["uid_map"][1])
    expected = box.slot.user or os.geteuid()
    return [
        Check("namespaces", not shared, f"the box shares {', '.join(shared)} with this machine" if shared else ""),
        Check("user", outside == expected and outside != 0, f"the box runs as user {outside} of this machine"),
        Check("launcher", box.facts["capabilities"].strip("0") == "", "the launcher has capabilities"),
    ]


def checks_from_inside(boxes: Boxes, box: Box) -> list[Check]:
    """What a program in the box finds when it looks around."""
    with tempfile.NamedTemporaryFile(prefix="canary-") as file, socket.socket(socket.AF_UNIX) as listener:
        Path(file.name).chmod(0o644)
        address = f"rostrum-canary-{os.getpid()}"
        listener.bind(f"\0{address}")
        listener.listen()
        os.environ[CANARY] = "seen"
        try:
            ended = run(boxes, box, PROBE, LIMITS, f"{file.name}\n{address}\n".encode())
        finally:
            del os.environ[CANARY]
    if ended.status or ended.reason or ended.is_broken:
        said = ended.stderr.decode("utf-8", "replace").strip()
        return [Check("probe", ok=False, detail=f"the probe did not run: {ended.reason} {said}".strip())]
    return judged(json.loads(ended.stdout), box)


def judged(seen: dict[str, Any], box: Box) -> list[Check]:
    facts, new = box.facts["namespaces"], ("user", "pid", "mnt", "ipc")
    same = [name for name in new if seen["namespaces"][name] == facts[name]]
    must_not = {
        "reads_file": "a file of this machine can be read",
        "reads_environment": "the environment of the worker can be read",
        "reaches_socket": "a socket of this machine can be reached",
        "opens_network": "sockets of the network can be opened",
        "writes_source": "the source folder can be changed",
        "writes_system": "folders of the system can be changed",
    }
    return [
        Check("own namespaces for the test", not same, f"it shares {', '.join(same)} with the launcher"),
        Check("ordinary user", seen["uid"] != 0, "the program is root in its box"),
        Check("capabilities", all(not mask.strip("0") for mask in seen["capabilities"]), "some are left"),
        Check("no new privileges", seen["no_new_privileges"] == "1", "the flag is not set"),
        Check("system calls", seen["seccomp"] == SECCOMP_FILTER, "they are not filtered"),
        Check("network", seen["devices"] == ["lo"] and seen["routes"] == 0, f"there are {seen['devices']}"),
        Check("processes", seen["processes"] == 2, "others can be seen"),  # noqa: PLR2004 -- init and the program
        *(Check(name.replace("_", " "), not seen[name], problem) for name, problem in must_not.items()),
    ]


def checks_of_limits(boxes: Boxes, box: Box) -> list[Check]:
    """Programs that take too much are ended, each by the right limit."""
    checks = []
    quick = replace(LIMITS, cpu_ms=100, wall_ms=1000)
    spun = run(boxes, box, SPINNER, quick)
    checks.append(Check("processor time", spun.reason == "cpu", f"a loop ended by {spun.reason or 'nothing'}"))
    slept = run(boxes, box, SLEEPER, replace(LIMITS, wall_ms=100))
    checks.append(Check("time", slept.reason == "wall", f"a sleep ended by {slept.reason or 'nothing'}"))
    ate = run(boxes, box, EATER, LIMITS)
    ended = ate.reason == "memory" or ate.out_of_memory or b"MemoryError" in ate.stderr
    most = (LIMITS.memory_mib + 96) * 1024
    checks.append(Check("memory", ended and ate.memory_kib < most, f"a program got {ate.memory_kib // 1024} MiB"))
    wrote = run(boxes, box, WRITER, LIMITS)
    checks.append(Check("output", wrote.is_over and len(wrote.stdout) <= LIMITS.output_kib * 1024, "it is not cut"))
    forked = run(boxes, box, FORKER, replace(LIMITS, wall_ms=1000))
    count = int(forked.stdout.split()[0]) if forked.stdout.split() else MANY
    checks.append(Check("number of processes", count < LIMITS.processes, f"{count} could be started"))
    return checks
