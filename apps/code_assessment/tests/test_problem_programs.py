"""Checkers and interactors of a problem: programs like all others, in boxes of their own."""

import pytest

from apps.code_assessment.sandbox.contract import Checking, InvalidSubmissionError, Judged, Submission, Test
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.tests.judging import QUICK, program

ANY_DIVISOR = """
import sys
number, divisor = int(open("input").read()), open("output").read().split()
if len(divisor) != 1 or not divisor[0].isdigit():
    print("one whole number is wanted")
    sys.exit(43)
if number % int(divisor[0]):
    print(f"{divisor[0]} does not divide {number}")
    sys.exit(43)
if int(divisor[0]) == 1:
    print("the smallest of all")
    print("0.25")
    sys.exit(44)
sys.exit(42)
"""
GUESSING = """
import sys
secret, limit = int(open("input").read()), 20
for _ in range(limit):
    try:
        guess = int(input())
    except EOFError:
        sys.exit(45)
    except ValueError:
        sys.exit(43)
    if guess == secret:
        print("right", flush=True)
        sys.exit(42)
    print("more" if guess < secret else "less", flush=True)
print("over", flush=True)
print("too many guesses", file=sys.stderr)
sys.exit(43)
"""
BISECTING = """
low, high = 0, 1_000_000
while True:
    middle = (low + high) // 2
    print(middle, flush=True)
    answer = input()
    if answer == "right":
        break
    if answer == "more":
        low = middle + 1
    else:
        high = middle - 1
"""
COUNTING = "n = 0\nwhile True:\n    print(n, flush=True)\n    n += 1\n    if input() in ('right', 'over'): break"
SAYS_TOO_MUCH = "while True: print('x' * 100_000)"
SILENT = "import time\ntime.sleep(60)"
CRASHING = "print(5, flush=True)\n1 / 0"
ENDLESS = "print(5, flush=True)\nwhile True: pass"


def checked(engine: BubblewrapEngine, source: str, checker: str = ANY_DIVISOR) -> Judged:
    checking = Checking("program", program=program("python", checker))
    tests = (Test(b"12\n", b"3\n"), Test(b"35\n", b"5\n"))
    return engine.judge(Submission(program("python", source), tests, QUICK, checking))


def talked(engine: BubblewrapEngine, source: str) -> Judged:
    interactor = program("python", GUESSING)
    tests = (Test(b"777\n", b""), Test(b"3\n", b""))
    return engine.judge(Submission(program("python", source), tests, QUICK, interactor=interactor))


def test_a_checker_accepts_every_right_answer(engine: BubblewrapEngine) -> None:
    judged = checked(engine, "n = int(input())\nprint(next(d for d in range(2, n + 1) if n % d == 0))")

    assert [(test.verdict, test.share) for test in judged.tests] == [("AC", 1.0), ("AC", 1.0)]


def test_a_checker_says_what_is_wrong_and_gives_a_part(engine: BubblewrapEngine) -> None:
    judged = checked(engine, "n = int(input())\nprint(5 if n == 12 else 1)")

    assert [(test.verdict, test.share, test.reason) for test in judged.tests] == [
        ("WA", 0.0, "5 does not divide 12"),
        ("WA", 0.25, "the smallest of all"),
    ]


@pytest.mark.parametrize(
    "checker",
    ["1 / 0", "pass", "import sys; sys.exit(44)", "while True: pass", "import os; os.abort()", "while True: print(1)"],
)
def test_a_checker_that_fails_is_no_fault_of_the_program(engine: BubblewrapEngine, checker: str) -> None:
    checking = Checking("program", program=program("python", checker))
    judged = engine.judge(Submission(program("python", "print(1)"), (Test(b"", b""),), QUICK, checking))

    assert judged.verdict == "IE"


def test_a_checker_that_does_not_compile_is_refused(engine: BubblewrapEngine) -> None:
    if not engine.version_of("c"):
        pytest.skip("C does not work on this machine")
    checking = Checking("program", program=program("c", "int main(void) { return missing; }"))

    with pytest.raises(InvalidSubmissionError, match="does not compile"):
        engine.judge(Submission(program("python", "print(1)"), (Test(b"", b""),), QUICK, checking))


def test_a_program_and_an_interactor_talk(engine: BubblewrapEngine) -> None:
    assert [test.verdict for test in talked(engine, BISECTING).tests] == ["AC", "AC"]


@pytest.mark.parametrize(
    ("source", "verdicts"),
    [
        (COUNTING, ["WA", "AC"]),
        (SAYS_TOO_MUCH, ["WA", "WA"]),
        (SILENT, ["TLE", "TLE"]),
        (CRASHING, ["RE", "RE"]),
        (ENDLESS, ["TLE", "TLE"]),
    ],
    ids=["counting", "says too much", "silent", "crashing", "endless"],
)
def test_a_program_that_talks_badly_gets_its_verdict(
    engine: BubblewrapEngine, source: str, verdicts: list[str]
) -> None:
    assert [test.verdict for test in talked(engine, source).tests] == verdicts
