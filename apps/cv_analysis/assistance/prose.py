"""Better words for what the scores say: each sentence of a model stands for one of ours, and adds nothing to it."""

import re
from collections.abc import Sequence

from pydantic import BaseModel

from apps.cv_analysis.scoring.insights import Insights

LONGEST = 400
FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# A word with a capital or a sign inside, or in the middle of a sentence: a name of somebody or something.
NAMED = re.compile(r"\b\w*[^\W\d_a-zà-ÿß]\w*\b|\b\w+(?:[.+#/@]\w+)+|\w+[+#]+")
STARTS = re.compile(r"(?:^|[.!?:]\s+)[\W_]*(\w+)")


class Sentence(BaseModel):
    """`number` is that of the finding that it puts into other words."""

    number: int
    text: str


class Prose(BaseModel):
    """A sentence for each finding."""

    sentences: list[Sentence]


def sentences_of(insights: Insights) -> list[str]:
    """All that a model may put into other words."""
    return list(
        dict.fromkeys(
            (*insights.strengths, *insights.weaknesses, *insights.gaps, *insights.suggestions),
        )
    )


def numbered(sentences: Sequence[str]) -> str:
    return "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, 1))


def checked(prose: Prose, sentences: Sequence[str]) -> dict[str, str]:
    """Ours with theirs, as far as theirs says no figure and no name that ours does not."""
    found: dict[str, str] = {}
    for one in prose.sentences:
        if not 1 <= one.number <= len(sentences):
            continue
        ours, theirs = sentences[one.number - 1], " ".join(one.text.split())
        if theirs and len(theirs) <= LONGEST and not _adds(theirs, ours):
            found.setdefault(ours, theirs)
    return found


def _adds(theirs: str, ours: str) -> bool:
    if set(FIGURE.findall(theirs)) != set(FIGURE.findall(ours)):
        return True
    # The first word of a sentence has its capital from standing there.
    first = {match[1] for match in STARTS.finditer(theirs) if match[1][1:].islower() or len(match[1]) == 1}
    return any(word not in ours and word not in first for word in NAMED.findall(theirs))
