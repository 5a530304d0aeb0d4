"""How answers are compared, and how points come together."""

import time
import tracemalloc

import pytest

from apps.code_assessment.sandbox.batches import most_points, points_of
from apps.code_assessment.sandbox.checking import is_right
from apps.code_assessment.sandbox.contract import Checking, Test, TestResult, Verdict


@pytest.mark.parametrize(
    ("kind", "got", "expected", "right"),
    [
        ("lines", b"1 2 \n3\n\n", b"1 2\n3", True),
        ("lines", b"1\r\n2\r\n", b"1\n2\n", True),
        ("lines", b"1  2\n", b"1 2\n", True),
        ("lines", b"1 2", b"1\n2", False),
        ("lines", b"", b"\n", True),
        ("lines", b"a", b"A", False),
        ("text", b"a  b \n\n", b"a  b\n", True),
        ("text", b"a b", b"a  b", False),
        ("text", b"a\r\nb\t\n", b"a\nb", True),
        ("text", b"\na", b"a", False),
        ("lines", b" \t1 \t\x0b 2\f\n \n  3 \n \n", b"1 2\n\n3", True),
        ("lines", b"1\n\n2", b"1\n2", False),
        ("lines", b"1\0", b"1", False),
        ("lines", b"\xef\xbb\xbf1", b"1", False),
        ("lines", b"1\xc2\xa02", b"1 2", False),
        ("lines", b"1\r2", b"1 2", True),
        ("tokens", b"  1\r\n\n2\t3  ", b"1 2 3", True),
        ("tokens", b"", b" \n", True),
        ("exact", b"1\n", b"1\n", True),
        ("exact", b"1", b"1\n", False),
        ("tokens", b"1\n2   3", b"1 2 3\n", True),
        ("tokens", b"12 3", b"1 23", False),
        ("floats", b"0.3333333 x", b"0.3333334 x", True),
        ("floats", b"1e3", b"1000.0001", True),
        ("floats", b"0.34", b"0.33", False),
        ("floats", b"1 2", b"1", False),
        ("floats", b"nan", b"1", False),
        ("floats", b"inf", b"1", False),
        ("floats", b"NaN", b"nan", True),
        ("floats", b"-inf", b"-Infinity", True),
        ("floats", b"inf", b"-inf", False),
        ("floats", b"1e999", b"inf", True),
        ("floats", b"-0.0", b"0", True),
        ("floats", b"1e-9", b"0", True),
        ("floats", b".5 5.", b"0.5 5", True),
        ("floats", b"0x10", b"16", False),
        ("floats", b"1,5", b"1.5", False),
        ("floats", b"1000000.9", b"1000000", True),
        ("floats", b"1000002", b"1000000", False),
        ("floats", b"1 2 3", b"1 2", False),
        ("floats", b"one", b"1", False),
        ("floats", b"1_0", b"10", False),
        ("unordered", b"b 1\na 2\n", b"a 2\nb 1", True),
        ("unordered", b"a\na\nb", b"a\nb\nb", False),
    ],
)
def test_answers_are_compared_as_the_problem_wants(kind: str, got: bytes, expected: bytes, *, right: bool) -> None:
    assert is_right(Checking(kind), Test(b"", expected), got) is right


MANY = 1_000_000


@pytest.mark.parametrize(
    ("kind", "got", "expected"),
    [
        ("floats", b"1" * MANY + b"x", b"1"),
        ("floats", b"1." + b"1" * MANY + b"e", b"1"),
        ("lines", b"1\n" * MANY, b"1"),
        ("lines", b" " * MANY + b"1", b"2"),
        ("lines", b" \n" * MANY + b"1", b"1"),
        ("text", b" " * MANY + b"1", b"1"),
        ("text", b"1 \n" * MANY, b"1"),
        ("tokens", b"1 " * MANY, b"1"),
        ("unordered", b"1\n" * MANY, b"1"),
    ],
)
def test_answers_that_are_much_are_compared_in_little_time_and_memory(kind: str, got: bytes, expected: bytes) -> None:
    tracemalloc.start()
    begun = time.process_time()

    assert not is_right(Checking(kind), Test(b"", expected), got)

    assert time.process_time() - begun < 3
    assert tracemalloc.get_traced_memory()[1] < 8 * MANY
    tracemalloc.stop()


def test_a_batch_counts_as_its_worst_test() -> None:
    tests = [
        Test(b"", b"", points=10),
        Test(b"", b"", batch="small", points=15),
        Test(b"", b"", batch="small", points=15),
        Test(b"", b"", batch="large", points=60),
        Test(b"", b"", batch="large"),
    ]
    shares = (1.0, 1.0, 1.0, 1.0, 0.0)
    results = [TestResult(Verdict.AC if share else Verdict.WA, share=share) for share in shares]

    assert (points_of(tests, results), most_points(tests)) == (40.0, 100.0)
    assert points_of(tests, results[:2]) == 10.0
    assert points_of(tests[:1], [TestResult(Verdict.WA, share=0.5)]) == 5.0
