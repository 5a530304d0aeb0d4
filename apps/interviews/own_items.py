"""What a question of the workspace's own is, and what must hold for it. Values only, no database."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from apps.interviews.adaptivity import rating_of
from apps.interviews.library import GENERAL, KINDS, LEVELS, ROLES, Choice, Point
from apps.interviews.library.items import (
    ABOUT_THE_ANSWER,
    EASIEST,
    FEWEST_CHOICES,
    HARDEST,
    LONGEST_SECONDS,
    MOST_CHOICES,
    MOST_POINTS,
    MOST_SKILLS,
    SHORTEST_SECONDS,
    words_in,
)
from apps.interviews.selection import Pick

# Somebody's first question may have one point only; a statement in another language may be shorter, or longer.
FEWEST_POINTS = 1
FEWEST_WORDS_OF_A_POINT, MOST_WORDS_OF_A_POINT = 3, 40
MOST_TAGS, LONGEST_WORD = 10, 80
LONGEST_TEXT, LONGEST_ANSWER, LONGEST_POINT, LONGEST_HINT = 2000, 6000, 500, 500
LANGUAGES = tuple((code, LANG_INFO[code]["name_local"]) for code in ("en", "de", "fr", "es", "it", "nl", "pl", "pt"))
# Neither a skill nor a tag has one of these in it.
BETWEEN = re.compile(r"[,;\n]")
ENDS = ("?", ".", "!", ":", "…")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken: in which field, in which of its rows (from 0), and what to do."""

    field: str
    message: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class OwnItem:
    """Everything that is asked and compared; who may see it and whether it was reviewed is the table's."""

    text: str = ""
    kind: str = "open"
    role: str = GENERAL
    level: str = "mid"
    skills: tuple[str, ...] = ()
    seconds: int = 180
    difficulty: int = 3
    hint: str = ""
    points: tuple[Point, ...] = ()
    answer: str = ""
    choices: tuple[Choice, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = "en"

    def to_json(self) -> dict[str, Any]:
        """As tables and files keep it."""
        plain = {one.name: getattr(self, one.name) for one in fields(self)}
        return plain | {
            "skills": list(self.skills),
            "tags": list(self.tags),
            "points": [{"text": one.text, "follow_up": one.follow_up} for one in self.points],
            "choices": [{"text": one.text, "right": one.is_right} for one in self.choices],
        }

    @classmethod
    def of(cls, given: Any) -> Self:
        """Of a mapping, or of a row of the table; what is of the wrong kind raises ValueError or TypeError."""
        known: Mapping[str, Any] = (
            given
            if isinstance(given, Mapping)
            else {one.name: getattr(given, one.name) for one in fields(cls) if hasattr(given, one.name)}
        )
        values: dict[str, Any] = {one.name: known[one.name] for one in fields(cls) if known.get(one.name) is not None}
        for name, read in READERS.items():
            if name in values:
                values[name] = read(values[name])
        return cls(**values)

    def faults(self) -> list[Fault]:
        """Every rule that the question breaks, with the field it belongs to."""
        return [
            *self._faults_of_frame(),
            *self._faults_of_words(),
            *self._faults_of_points(),
            *self._faults_of_choices(),
        ]

    def _faults_of_frame(self) -> list[Fault]:
        seconds = {"least": SHORTEST_SECONDS, "most": LONGEST_SECONDS}
        return _broken(
            (self.text, "text", _("Write the question.")),
            (
                not self.text or self.text.endswith(ENDS),
                "text",
                _("End the question with a question mark or a full stop."),
            ),
            (len(self.text) <= LONGEST_TEXT, "text", _most(LONGEST_TEXT)),
            (self.kind in KINDS, "kind", _one_of(KINDS)),
            (self.role in ROLES, "role", _one_of(ROLES)),
            (self.level in LEVELS, "level", _one_of(LEVELS)),
            (self.language in dict(LANGUAGES), "language", _one_of(dict(LANGUAGES))),
            (
                SHORTEST_SECONDS <= self.seconds <= LONGEST_SECONDS,
                "seconds",
                _("Give from %(least)s to %(most)s seconds.") % seconds,
            ),
            (EASIEST <= self.difficulty <= HARDEST, "difficulty", _("Give a difficulty from 1 to 5.")),
            (len(self.hint) <= LONGEST_HINT, "hint", _most(LONGEST_HINT)),
            (len(self.answer) <= LONGEST_ANSWER, "answer", _most(LONGEST_ANSWER)),
        )

    def _faults_of_words(self) -> list[Fault]:
        return _broken(
            (1 <= len(self.skills) <= MOST_SKILLS, "skills", _("Name one to four skills.")),
            (all(len(one) <= LONGEST_WORD for one in self.skills), "skills", _most(LONGEST_WORD)),
            (len(self.tags) <= MOST_TAGS, "tags", _("Give at most ten tags.")),
            (all(len(one) <= LONGEST_WORD for one in self.tags), "tags", _most(LONGEST_WORD)),
        )

    def _faults_of_points(self) -> list[Fault]:
        found = _broken(
            (
                FEWEST_POINTS <= len(self.points) <= MOST_POINTS,
                "points",
                _("Give one to six points that a good answer makes."),
            ),
        )
        for row, point in enumerate(self.points):
            before = self.points[:row]
            found += _broken(
                (
                    FEWEST_WORDS_OF_A_POINT <= words_in(point.text) <= MOST_WORDS_OF_A_POINT,
                    "points",
                    _("Write a whole statement of 3 to 40 words."),
                ),
                (
                    not ABOUT_THE_ANSWER.search(point.text),
                    "points",
                    _("Say what is so, not what the answer should do."),
                ),
                (
                    len(point.text) <= LONGEST_POINT and len(point.follow_up) <= LONGEST_POINT,
                    "points",
                    _most(LONGEST_POINT),
                ),
                (
                    not point.follow_up or point.follow_up.endswith("?"),
                    "points",
                    _("End the follow-up question with a question mark."),
                ),
                (point.text not in {one.text for one in before}, "points", _("This point stands twice.")),
                (
                    not point.follow_up or point.follow_up not in {one.follow_up for one in before},
                    "points",
                    _("This follow-up question stands twice."),
                ),
                row=row,
            )
        return found

    def _faults_of_choices(self) -> list[Fault]:
        if self.kind != "multiple-choice":
            return _broken((not self.choices, "choices", _("Only multiple-choice questions have choices.")))
        right = sum(one.is_right for one in self.choices)
        texts = [one.text for one in self.choices]
        return _broken(
            (FEWEST_CHOICES <= len(texts) <= MOST_CHOICES, "choices", _("Give three to six choices.")),
            (1 <= right < len(texts), "choices", _("At least one choice must be right and one wrong.")),
            (len(set(texts)) == len(texts), "choices", _("A choice stands twice.")),
            (all(len(text) <= LONGEST_POINT for text in texts), "choices", _most(LONGEST_POINT)),
        )

    def pick(self, slug: str) -> Pick:
        """As an interview asks it."""
        return Pick(
            slug=slug,
            source="own",
            kind=self.kind,
            text=self.text,
            level=self.level,
            skills=self.skills,
            seconds=self.seconds,
            rating=rating_of(self.level, self.difficulty),
            is_star=self.kind == "behavioural",
            hint=self.hint,
            answer=self.answer,
            points=tuple((one.text, one.follow_up) for one in self.points),
            choices=tuple((one.text, one.is_right) for one in self.choices),
        )


def words_of(text: str) -> tuple[str, ...]:
    """What somebody wrote with commas between."""
    return _words(text)


def _words(given: Any) -> tuple[str, ...]:
    parts = [given] if isinstance(given, str) else given
    words = (_line(word) for one in parts for word in BETWEEN.split(str(one)))
    return tuple(dict.fromkeys(word for word in words if word))


def _points(rows: Any) -> tuple[Point, ...]:
    found = [one if isinstance(one, Point) else Point(one["text"], one.get("follow_up") or "") for one in rows]
    lines = [Point(_line(one.text), _line(one.follow_up)) for one in found]
    return tuple(one for one in lines if one.text or one.follow_up)


def _choices(rows: Any) -> tuple[Choice, ...]:
    found = [one if isinstance(one, Choice) else Choice(one["text"], bool(one["right"])) for one in rows]
    return tuple(Choice(_line(one.text), one.is_right) for one in found if _line(one.text))


def _line(text: Any) -> str:
    return " ".join(str(text).replace("\0", "").split())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\0", "").strip()


def _most(characters: int) -> str:
    return _("Use at most %(most)s characters.") % {"most": characters}


def _one_of(values: Iterable[str]) -> str:
    return _("Choose one of: %(values)s.") % {"values": ", ".join(values)}


def _broken(*rules: tuple[object, str, str], row: int | None = None) -> list[Fault]:
    return [Fault(field, message, row) for holds, field, message in rules if not holds]


# How what a form, a file or a table holds is read.
READERS: Mapping[str, Callable[[Any], Any]] = {
    **{name: lambda given: _plain(str(given)) for name in ("text", "hint", "answer")},
    **dict.fromkeys(("kind", "role", "level", "language"), str),
    **dict.fromkeys(("seconds", "difficulty"), int),
    **dict.fromkeys(("skills", "tags"), _words),
    "points": _points,
    "choices": _choices,
}
