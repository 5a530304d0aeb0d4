"""Finds a record of one reading in another by what it says: positions change when a CV is read again."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

# What tells records of a list apart, the strongest first.
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "experience": ("title", "company", "start", "end"),
    "education": ("degree", "institution", "year"),
    "skills": ("name",),
    "certifications": ("name",),
    "languages": ("name",),
    "projects": ("name",),
    "links": ("url",),
    "publications": (),
}
SINGLE = ("name", "email", "phone", "location", "headline", "summary", "years_of_experience")
NOT_WORD = re.compile(r"[\W_]+")
# So much of what identifies a record must be the same: two of three, or one of one.
SAME_SHARE = 0.5


def plain(value: object) -> str:
    """Values that differ in case, blanks and signs only are the same."""
    return NOT_WORD.sub("", str(value or "").lower())


def likeness(name: str, one: Any, other: Any) -> float:
    """The share of identifying values that both have and that are the same; a skill's id decides alone."""
    if not isinstance(one, Mapping) or not isinstance(other, Mapping):
        return 1.0 if plain(one) == plain(other) else 0.0
    if name == "skills" and one.get("id") and one.get("id") == other.get("id"):
        return 1.0
    keys = [key for key in IDENTITY[name] if one.get(key) or other.get(key)]
    same = sum(bool(plain(one.get(key))) and plain(one.get(key)) == plain(other.get(key)) for key in keys)
    return same / len(keys) if keys else 0.0


def place_of(name: str, target: Any, records: Sequence[Mapping[str, Any]]) -> int | None:
    """Which record is the one meant: the most alike, if it is alike enough and no other is as much so."""
    likes = [likeness(name, target, record["value"]) for record in records]
    best = max(likes, default=0.0)
    if best < SAME_SHARE or (likes.count(best) > 1 and best < 1):
        return None
    return likes.index(best)


def paired(
    name: str, old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]]:
    """Each record once, beside the one of the other reading that it is; the most alike find each other first."""
    likes = [
        (likeness(name, before["value"], after["value"]), -i, -j)
        for i, before in enumerate(old)
        for j, after in enumerate(new)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for like, i, j in sorted(likes, reverse=True):
        if like >= SAME_SHARE and -i not in partner and -j not in taken:
            partner[-i] = -j
            taken.add(-j)
    both = [(before, new[partner[i]] if i in partner else None) for i, before in enumerate(old)]
    return [*both, *((None, after) for j, after in enumerate(new) if j not in taken)]
