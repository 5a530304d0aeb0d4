"""Phrases of lists are found in any text, and a text that has no end of a word takes no longer than others."""

import time

import pytest

from apps.cv_analysis.parsing.tagging.lists import WordLists

LISTS = ("data engineer\ttitle", "engineer\ttitle", "c++\tskill", "node.js\tskill")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Data engineer, C++", {("Data engineer", "title"), ("C++", "skill")}),
        ("A data engineer of engineers", {("data engineer", "title")}),
        ("node.js", {("node.js", "skill")}),
        ("node.jsx and c+++", set()),
    ],
)
def test_longest_phrase_of_each_kind_is_found(text: str, found: set[tuple[str, str]]) -> None:
    assert {(text[first:last], kind) for first, last, kind in WordLists(LISTS).find(text)} == found


def test_word_without_an_end_takes_no_longer_than_others() -> None:
    """Copied from each of its beginnings to its end, this one would take a quarter of a minute."""
    text = "a." * 250_000
    began = time.process_time()

    found = list(WordLists(LISTS).find(f"{text}@ data engineer"))

    assert found == [(len(text) + 2, len(text) + 15, "title")]
    assert time.process_time() - began < 5
