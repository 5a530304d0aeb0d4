"""People and organisations as a trained spaCy pipeline sees them, where one is installed.

It is one more signal beside rules and model, and never the only one: what a general pipeline takes for an organisation
is often a product or a heading in a CV.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

# Labels of the usual pipelines, under the names that the rest of the parser uses.
KINDS = {"PERSON": "person", "PER": "person", "ORG": "organisation"}
# A general pipeline takes its time: the rest of a very long text is read without it.
MAX_CHARACTERS = 30_000


@dataclass(frozen=True, slots=True)
class Entity:
    kind: str
    start: int
    end: int


def entities_in(text: str, pipeline: Any) -> tuple[Entity, ...]:
    """All people and organisations of a text; none without a pipeline."""
    if pipeline is None:
        return ()
    found = pipeline(text[:MAX_CHARACTERS]).ents
    return tuple(Entity(KINDS[one.label_], one.start_char, one.end_char) for one in found if one.label_ in KINDS)


def covered(entities: Iterable[Entity], kind: str, start: int, end: int) -> float:
    """The share of a place that entities of a kind take."""
    letters = sum(max(0, min(one.end, end) - max(one.start, start)) for one in entities if one.kind == kind)
    return letters / max(end - start, 1)


@cache
def installed_pipeline() -> Any:
    """The first pipeline for English that is installed and knows entities, by name; None where there is none."""
    from spacy import load
    from spacy.util import get_installed_models

    for name in sorted(get_installed_models()):
        if name.startswith("en_"):
            pipeline = load(name)
            if pipeline.has_pipe("ner"):
                return pipeline
    return None
