"""Some six hundred right and wrong programs, and the verdict that each has earned; `corpus/` holds them.

All read three lines and are to print the sum of those after the first. Every sixth runs in the ordinary tests, and
those with a star, which have found something; `make long-tests` runs all.
"""

import os
import re
from pathlib import Path

import pytest

from apps.code_assessment.sandbox.contract import Limits, Verdict
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.tests.judging import judge

FOLDER = Path(__file__).parent / "corpus"
HEADING = re.compile(r"^#### ([A-Z]+) (.+?)( \*)?\n", re.MULTILINE)
LINES, SUM = "3\n10 20\n12\n", "42\n"
TABLE = "CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (10), (20), (12);"
LIMITS = Limits(cpu_ms=1000, wall_ms=2500, memory_mib=256, output_kib=64)
MOST_KIB = 352 * 1024
EVERY = 1 if os.environ.get("EVERY_PROGRAM") else 6


def programs() -> list[object]:
    """Language, verdict and source of those that run."""
    found: list[object] = []
    for path in sorted(FOLDER.glob("*.txt")):
        _, *parts = HEADING.split(path.read_text(encoding="utf-8"))
        blocks = zip(parts[0::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
        for number, (verdict, name, star, source) in enumerate(blocks):
            if star or number % EVERY == 0:
                found.append(pytest.param(path.stem, verdict, source, id=f"{path.stem}-{verdict}-{name}"))
    return found


@pytest.mark.parametrize(("language", "verdict", "source"), programs())
def test_program_gets_its_verdict(engine: BubblewrapEngine, language: str, verdict: str, source: str) -> None:
    if not engine.version_of(language):
        pytest.skip(f"{language} does not work on this machine")

    judged = judge(engine, language, source, (TABLE if language == "sql" else LINES, SUM), limits=LIMITS)

    assert judged.verdict == Verdict(verdict), (judged.compiled, judged.tests)
    for test in judged.tests:
        assert test.memory_kib <= MOST_KIB
        assert max(len(test.stdout), len(test.stderr)) <= LIMITS.output_kib * 1024
