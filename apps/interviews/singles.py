"""Interviews that people of the community buy one by one: what each costs, by its kind and how difficult it is."""

from decimal import Decimal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from apps.core.modules import Single, Text
from apps.interviews.configuration import Setup
from apps.interviews.shipped import KIND_TITLES

METER = "interviews"
DIFFICULTIES: dict[str, Text] = {"easy": _("easy"), "medium": _("medium"), "hard": _("hard")}
OF_LEVEL = {"junior": "easy", "mid": "medium", "senior": "hard"}
HOUR_SECONDS = 3600
# Kind -> price by difficulty, in the main unit.
PRICES: dict[str, tuple[int, int, int]] = {
    "phone": (5, 6, 7),
    "culture": (5, 6, 7),
    "behavioural": (6, 7, 9),
    "technical": (7, 9, 12),
    "mixed": (7, 9, 12),
    "case": (8, 11, 14),
    "system-design": (9, 12, 15),
}
# These take more than an hour from the middle difficulty on, if every question takes all its time.
LONG = frozenset({"mixed", "case", "system-design"})


def single_of(setup: Setup) -> str:
    """What an interview is called in the price list: by its level; one that adapts is in the middle."""
    difficulty = "medium" if setup.difficulty == "adaptive" else OF_LEVEL[setup.level]
    return f"{setup.kind}-{difficulty}"


def _seconds(kind: str, difficulty: str) -> int:
    return 2 * HOUR_SECONDS if kind in LONG and difficulty != "easy" else HOUR_SECONDS


SINGLES = tuple(
    Single(
        kind=kind,
        difficulty=difficulty,
        title=format_lazy(_("Single interview: {kind}, {difficulty}"), kind=KIND_TITLES[kind], difficulty=title),
        amount=Decimal(amount),
        meter=METER,
        seconds=_seconds(kind, difficulty),
    )
    for kind, prices in PRICES.items()
    for (difficulty, title), amount in zip(DIFFICULTIES.items(), prices, strict=True)
)
