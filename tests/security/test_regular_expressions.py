"""No regular expression of ours takes time that explodes with the text, whatever the text is."""

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from apps.cv_analysis.parsing import parse_text
from apps.cv_analysis.parsing.postings import parse_job, warm_up
from tests.security.every_pattern import TooLongError, stop, takes_too_long

PROJECT = Path(__file__).resolve().parents[2]
# Long enough that time which doubles with each letter, or grows with the cube of the length, does not end.
LENGTH, SECONDS = 800, 1.0
# They read our own templates, in the gallery of components and in nothing else.
OUR_OWN_TEXTS = ("apps/home/gallery.py",)
# What a job's text may hold, and what went wrong once in one of the expressions that read it.
LONG = 10_000
HOSTILE = {
    "nothing but spaces": " " * LONG,
    "lines": "\n" * LONG,
    "the heart of the heart": "Nurse based in the " + "heart of the " * (LONG // 13),
    "a date that goes on": "1st april 1951 -" + " " * LONG,
    "capitals": "Aa" * (LONG // 2),
    "brackets": "(" * LONG,
    "addresses": "http://" * (LONG // 7),
    "mails": "a@" * (LONG // 2),
    "digits": "1" * LONG,
}


def test_every_expression_ends_on_texts_made_against_it() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.security.every_pattern", str(LENGTH), str(SECONDS)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)

    assert found["tried"] > 400
    assert [name[:300] for name in found["slow"] if not name.startswith(OUR_OWN_TEXTS)] == []


@pytest.mark.parametrize(
    ("expression", "is_slow"),
    [(r"(a+)+b", True), (r"(\w+\s?)*:", True), (r"a+b", False), (r"[^)]*\)", False), (r"(?:the )?(?:x|y) z", False)],
)
def test_one_that_explodes_is_noticed(expression: str, *, is_slow: bool) -> None:
    before = signal.signal(signal.SIGVTALRM, stop)
    try:
        assert bool(takes_too_long(re.compile(expression), length=LENGTH, seconds=0.3)) is is_slow
    finally:
        signal.signal(signal.SIGVTALRM, before)


@pytest.fixture
def twenty_seconds() -> Iterator[None]:
    """Of the processor, so that it does not matter what else the machine does."""
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 20)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


@pytest.fixture(scope="module")
def warm() -> None:
    """Loading the models is not what is measured."""
    warm_up()
    parse_text("x", as_of=date(2026, 1, 1))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_whole_readers_end_on_hostile_texts(warm: None, twenty_seconds: None, text: str) -> None:
    try:
        parse_text(text, as_of=date(2026, 1, 1))
        parse_job(text)
    except TooLongError:
        pytest.fail("not done within twenty seconds of the processor")
