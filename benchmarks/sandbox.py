"""How fast programs are judged in their boxes, beside the same programs without a sandbox; and what memory they get.

The peer is `python3 program.py` (or `java`) started anew for each test, with the same inputs, by the same process.
"""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from apps.code_assessment.sandbox.contract import Limits, Program, SourceFile, Submission, Test, Verdict
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.sandbox.toolchains import interpreter
from benchmarks import Figure

ROUNDS, TESTS, STARTS, SUBMISSIONS, JAVA_SUBMISSIONS, EATERS = 6, 100, 30, 40, 5, 5
PEER = "python3 program.py, unsandboxed"
SOURCE = b"n = int(input())\nnumbers = list(map(int, input().split()))\nprint(sum(numbers) + n)\n"
JAVA = b"""
import java.util.Scanner;

public class Main {
    public static void main(String[] args) {
        Scanner in = new Scanner(System.in);
        long sum = in.nextLong();
        while (in.hasNextLong()) sum += in.nextLong();
        System.out.println(sum);
    }
}
"""
# Sixteen processes that take memory as fast as they can.
EATER = b"""
import os
for _ in range(15):
    if os.fork() == 0:
        break
kept = []
while True:
    kept.append(bytearray(b"x" * 1_000_000))
"""


def tests(count: int) -> tuple[Test, ...]:
    return tuple(Test(b"%d\n1 2 3 4 5\n" % number, b"%d\n" % (number + 15)) for number in range(count))


def submission(language: str, name: str, source: bytes, count: int) -> Submission:
    return Submission(Program(language, (SourceFile(name, source),)), tests(count))


def seconds_of(engine: BubblewrapEngine, asked: Submission) -> float:
    begun = time.perf_counter()
    judged = engine.judge(asked)
    spent = time.perf_counter() - begun
    assert judged.verdict == Verdict.AC, judged
    return spent


def plain_seconds(program: Path, count: int) -> float:
    """The same tests without a sandbox."""
    begun = time.perf_counter()
    for test in tests(count):
        done = subprocess.run([interpreter(), program], input=test.stdin, capture_output=True, check=True)
        assert done.stdout == test.expected
    return time.perf_counter() - begun


def speed(engine: BubblewrapEngine, program: Path) -> Iterator[Figure]:
    """Rounds alternate, so that both meet the same machine."""
    ours, theirs = [], []
    asked = submission("python", "main.py", SOURCE, TESTS)
    for _ in range(ROUNDS):
        theirs.append(plain_seconds(program, TESTS))
        ours.append(seconds_of(engine, asked))
    for name, choose in (("best", min), ("median", median)):
        figures = (round(TESTS / choose(ours), 1), round(TESTS / choose(theirs), 1))
        yield Figure(f"sandbox, small Python tests, {name} of {ROUNDS} rounds", figures[0], "tests/s", PEER, figures[1])


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[18]


def starts(engine: BubblewrapEngine) -> Iterator[Figure]:
    """From nothing to the first verdict: no box is kept ready."""
    asked, spent = submission("python", "main.py", SOURCE, 1), []
    for _ in range(STARTS):
        engine.boxes.discard_spare()
        time.sleep(0.1)
        spent.append(1000 * seconds_of(engine, asked))
    yield Figure(f"sandbox, box start to first verdict, p50 of {STARTS}", round(median(spent), 1), "ms")
    yield Figure(f"sandbox, box start to first verdict, p95 of {STARTS}", round(p95(spent), 1), "ms")


def submissions(engine: BubblewrapEngine, program: Path) -> Iterator[Figure]:
    """Ten tests each, one submission after the other."""
    asked = submission("python", "main.py", SOURCE, 10)
    ours, theirs = [], []
    for number in range(SUBMISSIONS):
        ours.append(seconds_of(engine, asked))
        if number % 4 == 0:
            theirs.append(plain_seconds(program, 10))
    yield Figure("sandbox, Python submission of 10 tests, p95", round(p95(ours), 3), "s", PEER, round(p95(theirs), 3))
    if engine.version_of("java"):
        asked = submission("java", "Main.java", JAVA, 10)
        spent = [seconds_of(engine, asked) for _ in range(JAVA_SUBMISSIONS)]
        yield Figure("sandbox, Java submission of 10 tests, longest", round(max(spent), 2), "s")


def memory(engine: BubblewrapEngine, how: str) -> Iterator[Figure]:
    limits = Limits(cpu_ms=5000, wall_ms=15_000, memory_mib=256)
    peaks = []
    for _ in range(EATERS):
        judged = engine.judge(Submission(Program("python", (SourceFile("main.py", EATER),)), tests(1), limits))
        assert judged.verdict == Verdict.MLE, judged
        peaks.append(judged.tests[0].memory_kib / 1024)
    yield Figure(f"sandbox, peak of 16 processes at a limit of 256 MiB, {how}", round(max(peaks), 1), "MiB")


def run() -> Iterator[Figure]:
    engine = BubblewrapEngine()
    begun = time.perf_counter()
    engine.require()
    yield Figure("sandbox, self-test, once for each process", round(time.perf_counter() - begun, 2), "s")
    try:
        with tempfile.TemporaryDirectory() as folder:
            program = Path(folder, "program.py")
            program.write_bytes(SOURCE)
            yield from speed(engine, program)
            yield from starts(engine)
            yield from submissions(engine, program)
        yield from memory(engine, "control groups and measuring" if engine.boxes.limits_memory else "measuring")
    finally:
        engine.close()
    if engine.report().memory_by != "measuring":
        measuring = BubblewrapEngine(uses_groups=False)
        try:
            yield from memory(measuring, "measuring alone")
        finally:
            measuring.close()
