"""What a model wrote, against the rules of the library: a question that breaks one is dropped."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel

from apps.interviews.library import Item, LibraryError
from apps.interviews.library.likeness import repeated

Kind = Literal["open", "behavioural", "system-design", "case", "multiple-choice", "coding"]
LONGEST_TEXT, LONGEST_SKILL, LONGEST_ANSWER = 1200, 60, 4000
# What nobody may be asked in an interview; the question is left out.
NOBODYS_BUSINESS = re.compile(
    r"\b(?:how old are you|when were you born|(?:are|were) you (?:married|single|pregnant|religious|disabled)"
    r"|your (?:age|religion|faith|nationality|ethnic\w*|race(?! conditions?)|sexual\w*|marital\w*|family|husband|wife"
    r"|spouse|children|kids|pregnanc\w*|health(?![ -](?:check|probe|endpoint|metric|score)s?)|illness\w*|disabilit\w*"
    r"|politic\w*|salary|pay|criminal record)"
    r"|(?:do|will) you (?:have|want|plan to have) (?:any )?(?:children|kids|a family)|trade union"
    r"|wie alt (?:sind|bist)|(?:ihr|dein)(?:e[rnm]?)? (?:alter|religion|nationalität|herkunft|familie|kinder|gesundheit"
    r"|behinderung|schwangerschaft|gehalt|politisch\w*)|(?:sind sie|bist du) (?:verheiratet|schwanger|religiös)"
    r"|gewerkschaft)\b",
    re.IGNORECASE,
)


class WrittenPoint(BaseModel):
    """A statement that a good answer makes, and what to ask when it does not."""

    text: str
    follow_up: str


class WrittenChoice(BaseModel):
    """One of the answers that a multiple-choice question offers."""

    text: str
    right: bool


class WrittenQuestion(BaseModel):
    """A question as a model gives it; whether it is told by STAR follows from its kind."""

    kind: Kind
    text: str
    skills: list[str]
    seconds: int
    difficulty: int
    hint: str
    points: list[WrittenPoint]
    answer: str
    choices: list[WrittenChoice]


class Written(BaseModel):
    """All that a model is asked for."""

    questions: list[WrittenQuestion]


@dataclass(frozen=True, slots=True)
class Judged:
    """The questions that hold to the rules, and what was wrong with the others."""

    items: tuple[Item, ...]
    faults: tuple[str, ...]


def judged(written: Sequence[WrittenQuestion], *, role: str, level: str, beside: Sequence[str]) -> Judged:
    """Those that break no rule and repeat neither one of the texts beside them nor each other."""
    items: list[Item] = []
    faults: list[str] = []
    for one in written:
        try:
            items.append(_item(one, role=role, level=level))
        except LibraryError as error:
            faults.append(f"“{one.text[:80]}”: {str(error).partition(': ')[2]}")
    again = repeated([item.text for item in items], beside=beside)
    faults += [f"“{items[place].text[:80]}”: asks what is asked already" for place in sorted(again)]
    return Judged(tuple(item for place, item in enumerate(items) if place not in again), tuple(faults))


def _item(one: WrittenQuestion, *, role: str, level: str) -> Item:
    text = _line(one.text)
    everything = " ".join((text, *(point.text for point in one.points), *(point.follow_up for point in one.points)))
    mark = hashlib.sha256(text.casefold().encode()).hexdigest()[:10]
    slug = f"{role}-{level}-written-{mark}"
    skills = list(dict.fromkeys(skill for given in one.skills if (skill := _line(given))))
    for holds, fault in (
        (len(text) <= LONGEST_TEXT and len(one.answer) <= LONGEST_ANSWER, "it is too long"),
        (all(len(skill) <= LONGEST_SKILL for skill in skills), "a skill is a few words"),
        (not NOBODYS_BUSINESS.search(everything), "it asks for what is nobody's business in an interview"),
    ):
        if not holds:
            raise LibraryError(f"{slug}: {fault}")
    given = {
        "slug": slug,
        "kind": one.kind,
        "text": text,
        "skills": skills,
        "seconds": one.seconds,
        "difficulty": one.difficulty,
        "star": one.kind == "behavioural",
        "hint": _line(one.hint),
        "points": [{"text": _line(point.text), "follow_up": _line(point.follow_up)} for point in one.points],
        "answer": one.answer.replace("\0", "").strip(),
        "choices": [{"text": _line(choice.text), "right": choice.right} for choice in one.choices],
    }
    return Item.of(given, role=role, level=level)


def _line(text: str) -> str:
    return " ".join(text.replace("\0", "").split())
