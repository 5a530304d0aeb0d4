"""What went wrong in earlier designs of the sandbox, each as a test."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from apps.code_assessment.sandbox.contract import Limits, Submission, Test, TestResult, Verdict
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.languages import LANGUAGES, Places
from apps.code_assessment.sandbox.proofs import proven
from apps.code_assessment.sandbox.selftest import run
from apps.code_assessment.sandbox.toolchains import Toolchain, reached
from apps.code_assessment.sandbox.users import is_root
from apps.code_assessment.tests.judging import QUICK, descendants, judge, program

FORKS = """
import os, time
for _ in range({count}):
    if os.fork() == 0:
        time.sleep(0.2)
        os._exit(0)
for _ in range({count}):
    os.wait()
print('held')
"""
COUNT_FORKS = """
import os, time
count = 0
try:
    while count < 100:
        if os.fork() == 0:
            time.sleep(5)
        count += 1
except OSError:
    print(count)
"""
KEYS = """
const { pbkdf2 } = require('crypto');
let left = 8;
const done = () => { if (--left === 0) console.log('held'); };
for (let n = 0; n < 8; n++) pbkdf2('a', 'b', 1000, 32, 'sha256', done);
"""
# The two halves of what is looked for are put together nowhere, and the search is by single bytes.
SCANNER = """
first, second = [ord(letter) - 1 for letter in "ofwfs"], [ord(letter) - 1 for letter in "{jotjef"]
wanted = first + second
found = 0
for line in open("/proc/self/maps"):
    words = line.split()
    if "r" not in words[1] or words[-1].startswith("[v"):
        continue
    start, end = (int(part, 16) for part in words[0].split("-"))
    with open("/proc/self/mem", "rb", 0) as memory:
        try:
            memory.seek(start)
            block = memory.read(end - start)
        except (OSError, ValueError, OverflowError):
            continue
    at = block.find(bytes(wanted[:5]))
    while at >= 0:
        found += list(block[at : at + len(wanted)]) == wanted
        at = block.find(bytes(wanted[:5]), at + 1)
print(found)
"""


# Leaves a mark wherever it might, after it has looked whether an earlier test left one.
MARKS = """
import ctypes, fcntl, mmap, os, random, socket, sys, tempfile, time
found = []
for place in ("/tmp", "/dev/shm", "/work", "/", "/var/tmp", "/run", "/dev/mqueue", "/home"):
    try:
        found += [name for name in os.listdir(place) if "mark" in name]
        open(place + "/mark", "w").write("x")
    except OSError:
        pass
for module in (sys, os, random, tempfile, __builtins__):
    found += [module] if hasattr(module, "mark") else []
    module.mark = 1
try:
    kept = socket.socket(socket.AF_UNIX)
    kept.bind("\\0mark")
except OSError:
    found.append("socket")
before = os.stat("/work/main.py")
try:
    os.utime("/work/main.py", (1, 1))
except OSError:
    pass
found += ["time"] if before.st_atime < 2 else []
try:
    os.utime("/dev/null", (1, 1))
    found.append("device")
except OSError:
    pass
lock = os.open("/work/main.py", os.O_RDONLY)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except OSError:
    found.append("lock")
if os.fork() == 0:
    time.sleep(60)
os.umask(0o777)
print(found or "held", random.random() < 2, flush=True)
os.kill(os.getpid(), int(input()))
"""


def test_nothing_is_left_for_the_next_test(engine: BubblewrapEngine) -> None:
    judged = judge(engine, "python", MARKS, *[("0", "held True")] * 4)

    assert [test.verdict for test in judged.tests] == [Verdict.AC] * 4, [test.stdout for test in judged.tests]


@pytest.mark.parametrize("which", ["engine", "measuring_engine"])
def test_pages_that_processes_share_count_once(which: str, request: pytest.FixtureRequest) -> None:
    engine = request.getfixturevalue(which)

    judged = judge(engine, "python", FORKS.format(count=14), ("", "held"), limits=replace(QUICK, memory_mib=64))

    assert judged.verdict == Verdict.AC, judged.tests


def test_threads_of_node_fit_beside_the_limit_of_data(measuring_engine: BubblewrapEngine) -> None:
    judged = judge(measuring_engine, "javascript", KEYS, ("", "held"), limits=Limits(cpu_ms=3000, wall_ms=9000))

    assert judged.verdict == Verdict.AC, judged.tests


def test_a_nul_byte_ends_no_launcher(engine: BubblewrapEngine) -> None:
    judged = judge(engine, "python", "print(1)\0", ("", "1"), ("", "1"))

    assert (judged.verdict, judged.tests) == (Verdict.CE, ())
    assert "null bytes" in judged.compiled.output


def test_words_of_a_program_that_lacks_memory_can_be_faked_but_the_peak_is_shown(engine: BubblewrapEngine) -> None:
    judged = judge(engine, "python", "import sys\nsys.exit('MemoryError')")

    assert judged.verdict == Verdict.MLE
    assert judged.tests[0].memory_kib < 32 * 1024


def test_two_boxes_at_once_have_each_their_processes(engine: BubblewrapEngine) -> None:
    limits = replace(QUICK, processes=12, wall_ms=2000)
    one, other = engine.boxes.take(), engine.boxes.take()
    try:
        counts = [run(engine.boxes, box, COUNT_FORKS, limits).stdout for box in (one, other)]
    finally:
        engine.boxes.give_back(one)
        engine.boxes.give_back(other)

    # The program itself is one of the twelve.
    assert counts == [b"11\n", b"11\n"]
    assert one.slot.user == 0 or one.slot.user != other.slot.user


def test_an_interpreter_that_the_box_cannot_reach_is_not_there(engine: BubblewrapEngine, tmp_path: Path) -> None:
    """It exists and is executable for us, which is what a search for programs would be content with."""
    place = tmp_path / "bin" / "ruby"
    place.parent.mkdir()
    place.write_text("#!/bin/sh\necho 42\n")
    place.chmod(0o755)

    assert proven(engine.boxes, Toolchain(LANGUAGES["ruby"], Places({"ruby": str(place)}), {})) == ""


def test_a_folder_that_shows_too_much_is_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "node"
    program.parent.mkdir()
    program.touch()
    found = reached(program)
    assert found is not None
    assert list(found[1]) == [tmp_path]

    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert reached(program) is None


def test_the_interpreter_of_the_product_is_reached_wherever_it_lies(engine: BubblewrapEngine) -> None:
    judged = judge(engine, "python", "import sys; print(sys.version)", ("", sys.version))

    assert judged.verdict == Verdict.AC


def test_expected_answers_are_nowhere_in_the_memory_of_the_program(engine: BubblewrapEngine) -> None:
    """An answer that would be recognised: the program looks for it in all that it can read of itself."""
    judged = judge(engine, "python", SCANNER, ("never", "never"), limits=replace(QUICK, cpu_ms=5000, wall_ms=15000))
    hidden = judge(engine, "python", SCANNER, ("", "neverzinside"), limits=replace(QUICK, cpu_ms=5000, wall_ms=15000))

    assert [one.tests[0].stdout for one in (judged, hidden)] == [b"0\n", b"0\n"]


def test_a_box_that_broke_is_replaced_for_the_next_test(engine: BubblewrapEngine) -> None:
    """It is killed from outside in the middle of a submission, and so is the one that was kept ready."""
    source = "import time\ntime.sleep(0.05)\nprint('held')"

    def kill_box(number: int, _result: TestResult) -> None:
        if number == 0:
            for pid in descendants(engine.boxes.keeper.pid):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    judged = engine.judge(
        Submission(
            program=program("python", source),
            tests=tuple(Test(stdin, b"held") for stdin in (b"go", b"go", b"go")),
            limits=QUICK,
        ),
        kill_box,
    )

    assert [test.verdict for test in judged.tests] == [Verdict.AC] * 3


def test_an_engine_goes_on_after_the_process_that_starts_boxes_was_killed() -> None:
    engine = BubblewrapEngine()
    assert judge(engine, "python", "print(1)", ("", "1")).verdict == Verdict.AC
    before = engine.boxes
    assert before.spare
    slots = [before.spare.slot, *(slot for slot, _ in before.idle), *(box.slot for box, _ in before.closing)]
    assert {slot.lock >= 0 for slot in slots} == {is_root()}

    keeper = before.keeper.process
    assert keeper
    keeper.kill()
    keeper.wait()

    assert judge(engine, "python", "print(1)", ("", "1")).verdict == Verdict.AC
    # It has boxes of its own again, and whoever asks may have the slots of those that are gone.
    assert engine.boxes is not before
    assert [slot.lock for slot in slots] == [-1] * len(slots)
    engine.close()


@contextmanager
def busy_machine(processes: int) -> Iterator[None]:
    """Others use all processors."""
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=spin, daemon=True) for _ in range(processes)]
    for other in others:
        other.start()
    time.sleep(0.3)
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.join()


def spin() -> None:
    while True:
        pass


def test_the_same_program_gets_the_same_verdict_a_hundred_times_while_others_use_the_processors(
    engine: BubblewrapEngine,
) -> None:
    """It uses half of what it may; on a machine that is busy it takes longer, but it does not use more."""
    source = "import time\nend = time.process_time() + 0.03\nwhile time.process_time() < end:\n    pass\nprint('held')"
    limits = replace(QUICK, cpu_ms=75, wall_ms=150)

    with busy_machine(3):
        judged = judge(engine, "python", source, *[("", "held")] * 100, limits=limits)

    assert {test.verdict for test in judged.tests} == {Verdict.AC}, [test for test in judged.tests if test.reason]
