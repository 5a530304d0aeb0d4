"""Texts that try to win points without answering, for the tests and the benchmark of the evaluator."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from apps.interviews.evaluation.words import carries_meaning, words

FILE = Path(__file__).parent / "attacks.json"


def attack_texts() -> dict[str, list[str]]:
    """Kind -> texts; {question} and {keywords} stand for those of the question that is attacked."""
    found: dict[str, list[str]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def keywords_of(points: Sequence[str]) -> str:
    """The words of the points without the sentences around them, from A to Z."""
    return " ".join(sorted({word for word in words(" ".join(points)) if carries_meaning(word)}))


def attacks_on(question: str, points: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Kind and text of every attack on a question."""
    for kind, texts in attack_texts().items():
        for text in texts:
            yield kind, text.replace("{question}", question).replace("{keywords}", keywords_of(points))
