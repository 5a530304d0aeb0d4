"""What a person reads first: strengths, weaknesses, gaps and suggestions, made of the parts of the scores."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .gaps import gaps_of
from .parts import Part
from .quality import WEIGHTS, Scores
from .reading import Reading
from .wording import WORDS, month, say

MAX_ITEMS = 6
# Parts that weigh less say little about a CV.
MIN_OUT_OF = 8
STRONG_PERCENT, WEAK_PERCENT = 90, 50
WANTED_SECTIONS = ("experience", "education", "skills")
MANY_JOBS = 3


@dataclass(frozen=True, slots=True)
class Insights:
    """Sentences in the reader's language; `engine` says who wrote them."""

    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]
    gaps: tuple[str, ...]
    suggestions: tuple[str, ...]
    engine: str = "local"

    def in_words(self, words: Mapping[str, str], engine: str) -> "Insights":
        """The same, with other words for those sentences that there are other words for."""
        said: dict[str, Any] = {
            name: tuple(words.get(sentence, sentence) for sentence in getattr(self, name))
            for name in ("strengths", "weaknesses", "gaps", "suggestions")
        }
        other = Insights(**said)
        return self if other == self else replace(other, engine=engine)

    def to_dict(self) -> dict[str, Any]:
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items()}


def insights_of(findings: Mapping[str, Any], text: str, scores: Scores) -> Insights:
    """The same findings and scores give the same sentences."""
    reading = Reading(findings, text)
    parts = [(WEIGHTS[score.key], part) for score in scores.all[1:] for part in score.parts]
    return Insights(
        strengths=_reasons([part for weight, part in _heaviest(parts) if _percent(part) >= STRONG_PERCENT]),
        weaknesses=_reasons([part for weight, part in _costliest(parts) if _percent(part) < WEAK_PERCENT]),
        gaps=tuple(_gaps(reading)),
        suggestions=_unique([say(part.cure) for _weight, part in _costliest(parts) if part.cure]),
    )


def _percent(part: Part) -> int:
    return 100 * part.points // part.out_of


def _heaviest(parts: list[tuple[int, Part]]) -> list[tuple[int, Part]]:
    """Those that give most to the overall score first."""
    return sorted((one for one in parts if one[1].out_of >= MIN_OUT_OF), key=lambda one: -one[0] * one[1].points)


def _costliest(parts: list[tuple[int, Part]]) -> list[tuple[int, Part]]:
    """Those that cost the overall score most first."""
    return sorted(parts, key=lambda one: -one[0] * (one[1].out_of - one[1].points))


def _reasons(parts: list[Part]) -> tuple[str, ...]:
    return _unique([say(part.reason) for part in parts])


def _unique(sentences: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentences))[:MAX_ITEMS]


def _gaps(reading: Reading) -> Iterator[str]:
    """Times without a job or a school, and sections that readers look for."""
    for gap in gaps_of(reading):
        values = {"start": month(gap.start), "end": month(gap.end), "months": gap.months}
        yield (
            ngettext(
                "Nothing from %(start)s to %(end)s (%(months)s month).",
                "Nothing from %(start)s to %(end)s (%(months)s months).",
                gap.months,
            )
            % values
        )
    kinds = {kind for kind, _place in reading.sections}
    for kind in WANTED_SECTIONS:
        if kind not in kinds:
            yield _("There is no section about: %(section)s.") % {"section": WORDS[kind]}
    if "summary" not in kinds and len(reading.jobs) >= MANY_JOBS:
        yield _("There is no summary, which readers of long CVs look for.")
