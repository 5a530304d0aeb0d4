"""Cuts prose into sentences by spaCy's rules, which know abbreviations; no trained pipeline is needed."""

from functools import cache
from typing import Any


@cache
def language() -> Any:
    """English with its tokeniser and its cutter of sentences."""
    from spacy.lang.en import English

    pipeline = English()
    pipeline.add_pipe("sentencizer")
    return pipeline


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Where each sentence begins and ends; what begins small goes on from the one before."""
    found: list[tuple[int, int]] = []
    for sentence in language()(text).sents:
        first, last = sentence.start_char, sentence.end_char
        if found and text[first].islower():
            first = found.pop()[0]
        found.append((first, last))
    return found


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, or the sentences, that a place stands in."""
    inside = [place for place in sentences_of(text) if place[0] < end and start < place[1]]
    return (inside[0][0], inside[-1][1]) if inside else (start, end)
