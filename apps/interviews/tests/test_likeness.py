"""No two questions of the library are one question, and the command names the nearest."""

import io

import pytest
from django.core.management import call_command

from apps.interviews.library import all_items
from apps.interviews.library.likeness import Pair, closest_pairs, sharing_words
from apps.interviews.management.commands import similar_questions

TEXTS = {
    "a": "How do you find a memory leak in a running service?",
    "b": "How would you find memory leaks in a running service?",
    "c": "What does a good sales call begin with?",
}


def test_questions_that_mean_the_same_are_found_and_others_are_not() -> None:
    (pair,) = closest_pairs(TEXTS)

    assert (pair.one, pair.other) == ("a", "b")
    assert closest_pairs({"a": TEXTS["a"], "again": TEXTS["a"]}) == [Pair(1.0, "a", "again")]
    assert sharing_words(TEXTS, share=0.3) == {"a": TEXTS["a"], "b": TEXTS["b"]}


def test_no_two_questions_of_the_library_are_the_same_in_other_words() -> None:
    # Texts that mean the same share words; comparing only those that do takes a second instead of a dozen.
    alike = sharing_words({slug: item.text for slug, item in all_items().items()}, share=0.3)

    assert closest_pairs(alike) == []


def test_the_command_names_the_nearest_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    item = next(iter(all_items().values()))
    monkeypatch.setattr(similar_questions, "all_items", lambda: {"one": item, "other": item})
    out = io.StringIO()

    call_command("similar_questions", stdout=out)

    assert out.getvalue().splitlines() == ["1.000  one  other", "1 pairs of 2 questions are at least 0.75 near."]
