"""The table of requirements is whole, and what it names is there."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENT = PROJECT / "docs/asvs.md"
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+) \| (.*) \| (.*) \| (met|n/a|open) \|$", re.MULTILINE)
# How many of levels 1 and 2 each chapter of the standard has.
OF_CHAPTER = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13}
OF_CHAPTER |= {14: 9, 15: 13, 16: 16, 17: 7}
SETTING = re.compile(r"setting `(\w+)`(?: of `([^`]+)`)?")

rows = ROW.findall(DOCUMENT.read_text(encoding="utf-8"))


def is_there(shown: str) -> bool:
    """A file of tests with tests in it, or a setting that is set."""
    if found := SETTING.fullmatch(shown):
        name, file = found.groups()
        return f"\n{name} = " in (PROJECT / file).read_text(encoding="utf-8") if file else hasattr(settings, name)
    path, _, node = shown.strip("`").partition("::")
    file_of_tests = PROJECT / path
    if not re.fullmatch(r"(?:apps/\w+/)?tests/(?:\w+/)?test_\w+\.py", path) or not file_of_tests.is_file():
        return False
    return f"def {node or 'test_'}" in file_of_tests.read_text(encoding="utf-8")


def test_all_requirements_are_there_once() -> None:
    numbers = [row[0] for row in rows]

    assert (len(numbers), len(set(numbers))) == (253, 253)
    assert Counter(int(number.split(".")[0]) for number in numbers) == OF_CHAPTER
    assert len(re.findall(r"^\| \d", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE)) == 253


def test_what_is_met_is_shown_by_something_that_exists() -> None:
    assert [row[0] for row in rows if row[4] == "met" and not is_there(row[3])] == []


def test_what_is_open_or_not_there_says_why() -> None:
    assert [row[0] for row in rows if row[4] != "met" and len(row[2]) < 4] == []


@pytest.mark.parametrize(
    "shown", ["", "`tests/security/test_nothing.py`", "`tests/people.py`", "setting `NO_SUCH`", "`docs/api.md`"]
)
def test_what_does_not_exist_would_be_noticed(shown: str) -> None:
    assert is_there(shown) is False
