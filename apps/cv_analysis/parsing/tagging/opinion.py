"""What the model thinks of a document."""

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

from apps.cv_analysis.parsing.entities import Entity, covered
from apps.cv_analysis.parsing.tokens import Token

# What the model marks, under the names that the rest of the parser uses.
KINDS = {
    "T": "title",
    "C": "company",
    "D": "degree",
    "I": "institution",
    "Y": "year",
    "K": "technology",
    "S": "soft",
    "W": "domain",
}


ORGANISATIONS = frozenset({"company", "institution"})
ENTITY_WEIGHT = 0.2


@dataclass(frozen=True, slots=True)
class Tag:
    """A place that the model takes for something; `confidence` is the mean probability of its tokens."""

    kind: str
    start: int
    end: int
    confidence: float


class Opinion:
    """What the model thinks of a document: the places it marks, and how likely any other place is of a kind."""

    def __init__(self, tokens: list[Token], labels: list[tuple[str, float]], likely: list[dict[str, float]]) -> None:
        self._tokens = tokens
        self._starts = [token.start for token in tokens]
        self._likely = likely
        self._entities: tuple[Entity, ...] = ()
        self.tags: tuple[Tag, ...] = tuple(places_of(tokens, labels))

    def with_entities(self, entities: tuple[Entity, ...]) -> "Opinion":
        """The same opinion, which also believes a little more in companies and schools where another pipeline does."""
        other = copy(self)
        other._entities = entities
        return other

    def support(self, kind: str, start: int, end: int) -> float:
        """The mean probability that the tokens of a place are of a kind, 0 to 1."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        mean = sum(self._likely[index].get(kind, 0.0) for index in range(first, last)) / max(last - first, 1)
        if self._entities and kind in ORGANISATIONS:
            return min(1.0, mean + ENTITY_WEIGHT * covered(self._entities, "organisation", start, end))
        return mean

    def of(self, kind: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.kind == kind]


def places_of(tokens: list[Token], labels: list[tuple[str, float]]) -> Iterator[Tag]:
    """Runs of tokens of one kind; a run begins at its first token or where the model says so."""
    index = 0
    while index < len(labels):
        label, _ = labels[index]
        if label == "O":
            index += 1
            continue
        last = index + 1
        while last < len(labels) and labels[last][0] == f"I-{label[2:]}":
            last += 1
        confidence = sum(probability for _, probability in labels[index:last]) / (last - index)
        yield Tag(KINDS[label[2:]], tokens[index].start, tokens[last - 1].end, round(confidence, 3))
        index = last


NO_OPINION = Opinion([], [], [])
