"""What a question of the library is, and what must hold for it. Pure functions, no database."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

# Slug -> the role as the library's texts name it; pages translate these names.
ROLES = {
    "backend": "Backend engineer",
    "frontend": "Frontend engineer",
    "mobile": "Mobile engineer",
    "data-engineer": "Data engineer",
    "data-scientist": "Data scientist",
    "ml-engineer": "Machine learning engineer",
    "devops": "DevOps and site reliability engineer",
    "qa": "Quality assurance engineer",
    "product-manager": "Product manager",
    "designer": "Product designer",
    "sales": "Sales representative",
    "customer-success": "Customer success manager",
    "people-manager": "People manager",
    "general": "Any role",
}
# Questions that fit everybody: first talks, and how people work together.
GENERAL = "general"
LEVELS = ("junior", "mid", "senior")
KINDS = ("open", "behavioural", "system-design", "case", "multiple-choice", "coding")

FEWEST_POINTS, MOST_POINTS = 3, 6
FEWEST_CHOICES, MOST_CHOICES = 3, 6
SHORTEST_SECONDS, LONGEST_SECONDS = 30, 1800
EASIEST, HARDEST = 1, 5
FEWEST_WORDS_OF_A_POINT, MOST_WORDS_OF_A_POINT = 5, 32
FEWEST_WORDS_OF_AN_ANSWER = 25
MOST_SKILLS = 4
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
WORD = re.compile(r"[\w'\u2019]+")
# A point says what is so; "Mentions indexes" says what to look for, and cannot be compared with an answer.
ABOUT_THE_ANSWER = re.compile(
    r"^(the )?(candidate|answer|applicant)\b|^(mentions?|explains?|describes?|discusses|names?|states?|shows?"
    r"|demonstrates?|understands?|knows?|talks?|should|good|ideally)\b",
    re.IGNORECASE,
)


class LibraryError(ValueError):
    """A question that breaks a rule; names the question and the rule."""


@dataclass(frozen=True, slots=True)
class Point:
    """A statement that a good answer makes, and what to ask when it does not."""

    text: str
    follow_up: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a multiple-choice question offers."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A question with everything that asking and scoring it needs; `difficulty` is 1..5 within its level."""

    slug: str
    role: str
    level: str
    kind: str
    text: str
    skills: tuple[str, ...]
    seconds: int
    difficulty: int
    is_star: bool
    hint: str
    points: tuple[Point, ...]
    answer: str
    choices: tuple[Choice, ...] = ()

    @property
    def reference(self) -> str:
        """What an answer is compared with: all points, one after the other."""
        return " ".join(point.text for point in self.points)

    @classmethod
    def of(cls, given: Mapping[str, Any], *, role: str, level: str) -> Self:
        """Read and checked; raises LibraryError."""
        slug = str(given.get("slug", "?"))
        try:
            item = cls(
                slug=slug,
                role=role,
                level=level,
                kind=given["kind"],
                text=given["text"],
                skills=tuple(given["skills"]),
                seconds=int(given["seconds"]),
                difficulty=int(given["difficulty"]),
                is_star=bool(given.get("star", False)),
                hint=given["hint"],
                points=tuple(Point(point["text"], point["follow_up"]) for point in given["points"]),
                answer=given["answer"],
                choices=tuple(Choice(choice["text"], bool(choice["right"])) for choice in given.get("choices", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise LibraryError(f"{slug}: {error!r} is missing or of the wrong kind") from error
        if found := tuple(item.faults()):
            raise LibraryError(f"{slug}: " + "; ".join(found))
        return item

    def faults(self) -> list[str]:
        """Every rule that the question breaks, in words."""
        return [*self._faults_of_frame(), *self._faults_of_points(), *self._faults_of_choices()]

    def _faults_of_frame(self) -> list[str]:
        return _broken(
            (SLUG.fullmatch(self.slug), "the slug must be lower case words joined by hyphens"),
            (self.slug.startswith(f"{self.role}-{self.level}-"), f"the slug must begin with {self.role}-{self.level}-"),
            (self.role in ROLES, f"{self.role} is no role"),
            (self.level in LEVELS, f"{self.level} is no level"),
            (self.kind in KINDS, f"{self.kind} is no kind"),
            (self.text.strip() == self.text and self.text[-1:] in "?.", "the text must end with ? or ."),
            (
                1 <= len(self.skills) <= MOST_SKILLS and all(skill.strip() for skill in self.skills),
                "give one to four skills",
            ),
            (SHORTEST_SECONDS <= self.seconds <= LONGEST_SECONDS, "the seconds are out of range"),
            (EASIEST <= self.difficulty <= HARDEST, "the difficulty is out of range"),
            (self.hint.strip(), "a hint is missing"),
            (words_in(self.answer) >= FEWEST_WORDS_OF_AN_ANSWER, "the model answer is too short"),
            (
                self.is_star == (self.kind == "behavioural"),
                "behavioural questions, and only they, are answered by STAR",
            ),
        )

    def _faults_of_points(self) -> list[str]:
        found = _broken(
            (FEWEST_POINTS <= len(self.points) <= MOST_POINTS, f"give {FEWEST_POINTS} to {MOST_POINTS} points"),
            (len({point.text for point in self.points}) == len(self.points), "a point stands twice"),
            (len({point.follow_up for point in self.points}) == len(self.points), "a follow-up stands twice"),
        )
        for point in self.points:
            found += _broken(
                (point.text.endswith("."), f"this point is no statement: {point.text!r}"),
                (
                    FEWEST_WORDS_OF_A_POINT <= words_in(point.text) <= MOST_WORDS_OF_A_POINT,
                    f"this point is too short or too long: {point.text!r}",
                ),
                (not ABOUT_THE_ANSWER.search(point.text), f"this point speaks of the answer: {point.text!r}"),
                (point.follow_up.endswith("?"), f"this follow-up is no question: {point.follow_up!r}"),
            )
        return found

    def _faults_of_choices(self) -> list[str]:
        if self.kind != "multiple-choice":
            return _broken((not self.choices, "only multiple-choice questions have choices"))
        right = sum(choice.is_right for choice in self.choices)
        return _broken(
            (FEWEST_CHOICES <= len(self.choices) <= MOST_CHOICES, "give three to six choices"),
            (1 <= right < len(self.choices), "at least one choice must be right and one wrong"),
            (len({choice.text for choice in self.choices}) == len(self.choices), "a choice stands twice"),
        )


def words_in(text: str) -> int:
    return len(WORD.findall(text))


def _broken(*rules: tuple[object, str]) -> list[str]:
    return [text for holds, text in rules if not holds]
