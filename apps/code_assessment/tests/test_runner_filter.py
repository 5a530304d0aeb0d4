"""deploy/runner-seccomp.json, which a container's engine lays over the runner: boxes hold below it."""

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
# A process that cannot go back: it takes the filter and then has everything about boxes examined, as a runner does.
BELOW_THE_FILTER = """
import ctypes, json, sys
from apps.code_assessment.sandbox import seccomp
from apps.code_assessment.sandbox.judge import BubblewrapEngine

import platform
numbers = seccomp.system_calls(platform.machine())
program = seccomp.Program()
program.load(seccomp.NUMBER)
for rule in json.load(open("deploy/runner-seccomp.json"))["syscalls"]:
    for name in set(rule["names"]) & set(numbers):
        program.add(seccomp.JUMP_EQUAL, numbers[name], 0, 1)
        program.refuse(rule["errnoRet"])
program.answer(seccomp.ALLOW)
packed = program.packed()
kept = ctypes.create_string_buffer(packed)

class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("program", ctypes.c_void_p)]

libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(Filter(len(packed) // 8, ctypes.addressof(kept))), 0, 0) == 0
refused = libc.ptrace(0, 0, 0, 0), libc.setns(0, 0)
engine = BubblewrapEngine()
print(refused, repr(engine.refusal()), "python" in engine.languages(), "bash" in engine.languages())
engine.close()
"""


def test_boxes_hold_below_the_filter_of_the_runners_container() -> None:
    run = subprocess.run(
        [sys.executable, "-c", BELOW_THE_FILTER],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert (run.stdout, run.returncode) == ("(-1, -1) '' True True\n", 0), run.stderr
