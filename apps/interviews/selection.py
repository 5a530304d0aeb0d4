"""Which questions an interview asks: own ones first, then personal ones, then the library's. No database."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from apps.interviews.adaptivity import rating_of
from apps.interviews.configuration import Setup
from apps.interviews.library import GENERAL, Item, all_items
from apps.interviews.library.personal import personal_items

# What a kind of interview is made of: kinds of questions and their shares.
MIXES: Mapping[str, Mapping[str, float]] = {
    "technical": {"open": 0.6, "multiple-choice": 0.2, "coding": 0.2},
    "behavioural": {"behavioural": 1.0},
    "case": {"case": 1.0},
    "system-design": {"system-design": 1.0},
    "culture": {"behavioural": 1.0},
    "phone": {"open": 0.5, "behavioural": 0.5},
    "mixed": {
        "open": 0.4,
        "behavioural": 0.25,
        "system-design": 0.15,
        "case": 0.15,
        "multiple-choice": 0.1,
        "coding": 0.1,
    },
}
# Of these the questions for everybody are asked, and those of the role only where they do not suffice.
FOR_EVERYBODY = frozenset({"culture", "phone"})
PERSONAL_KINDS = frozenset({"mixed", "technical", "behavioural", "phone"})
# Of five questions, two are about the person's own work at most.
PERSONAL_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Pick:
    """A question as it is asked; a session keeps it, so that later changes of the library change nothing."""

    slug: str
    source: str
    kind: str
    text: str
    level: str
    skills: tuple[str, ...]
    seconds: int
    rating: int
    is_star: bool
    hint: str
    answer: str
    points: tuple[tuple[str, str], ...]
    choices: tuple[tuple[str, bool], ...] = ()
    # Who wrote it, where that was a language model: the provider, its model and the version of the prompt.
    origin: str = ""

    @classmethod
    def of(cls, item: Item, *, source: str = "library", origin: str = "") -> Self:
        return cls(
            slug=item.slug,
            source=source,
            origin=origin,
            kind=item.kind,
            text=item.text,
            level=item.level,
            skills=item.skills,
            seconds=item.seconds,
            rating=rating_of(item.level, item.difficulty),
            is_star=item.is_star,
            hint=item.hint,
            answer=item.answer,
            points=tuple((point.text, point.follow_up) for point in item.points),
            choices=tuple((choice.text, choice.is_right) for choice in item.choices),
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        pairs = {name: tuple((one[0], one[1]) for one in given.get(name, ())) for name in ("points", "choices")}
        return cls(**{**given, **pairs, "skills": tuple(given["skills"])})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the choice depends on beside the setup: what was asked before, and how able the person is."""

    seen: frozenset[str] = frozenset()
    abilities: Mapping[str, float] = field(default_factory=dict)
    weak: frozenset[str] = frozenset()
    seed: str = ""


def choose(setup: Setup, wish: Wish, own: Sequence[Pick] = ()) -> list[Pick]:
    """As many questions as the setup says, or all there are; the same for the same wish.

    The own ones first, then those about the person's work, then the library's: those for required skills and skills in
    focus before others, those not asked lately before those asked, and as various as possible.
    """
    chosen = list(own[: setup.number])
    chosen += _personal(setup, wish, setup.number - len(chosen))
    for kind, number in _numbers(setup, setup.number - len(chosen)).items():
        pool = [item for item in _pool(setup, wish) if item.kind == kind]
        chosen += _best(pool, setup, wish, number, chosen)
    if len(chosen) < setup.number:
        chosen += _best(_pool(setup, wish), setup, wish, setup.number - len(chosen), chosen)
    return _ordered(chosen, len(own))


def another(setup: Setup, wish: Wish, instead_of: Pick, beside: Sequence[Pick]) -> Pick | None:
    """One more question of the same kind that is not asked yet, None when there is none left."""
    pool = [item for item in _pool(setup, wish) if item.kind == instead_of.kind and item.slug != instead_of.slug]
    found = _best(pool, setup, wish, 1, [*beside, instead_of])
    return found[0] if found else None


def fitting(setup: Setup, wish: Wish, ability: float, instead_of: Pick, beside: Sequence[Pick]) -> Pick:
    """For an adaptive interview: the question of that kind whose difficulty comes nearest to the ability."""
    taken = {pick.slug for pick in beside}
    pool = [Pick.of(item) for item in _pool(setup, wish, every_level=True) if item.kind == instead_of.kind]
    near = [pick for pick in pool if pick.slug not in taken and pick.slug not in wish.seen]
    return min(
        (*near, instead_of), key=lambda pick: (abs(pick.rating - ability), pick.slug != instead_of.slug, pick.slug)
    )


def _numbers(setup: Setup, number: int) -> dict[str, int]:
    """How many questions of which kind, by largest remainder over the kinds that the role has."""
    there = {item.kind for item in all_items().values() if item.role in _roles(setup)}
    mix = {kind: share for kind, share in MIXES[setup.kind].items() if kind in there}
    whole = sum(mix.values()) or 1
    exact = {kind: number * share / whole for kind, share in mix.items()}
    counts = {kind: int(one) for kind, one in exact.items()}
    for kind in sorted(exact, key=lambda one: (counts[one] - exact[one], one))[: number - sum(counts.values())]:
        counts[kind] += 1
    return counts


def _roles(setup: Setup) -> tuple[str, ...]:
    return (GENERAL, setup.role) if setup.kind in FOR_EVERYBODY else (setup.role,)


def _pool(setup: Setup, wish: Wish, *, every_level: bool = False) -> list[Item]:
    return [
        item
        for item in all_items().values()
        if item.role in _roles(setup) and (every_level or item.level == setup.level or item.slug in wish.weak)
    ]


def _best(pool: Iterable[Item], setup: Setup, wish: Wish, number: int, beside: Sequence[Pick]) -> list[Pick]:
    """The best ones, each chosen with regard to the ones before it."""
    taken = {pick.slug for pick in beside}
    used = Counter(skill for pick in beside for skill in pick.skills)
    left = [item for item in pool if item.slug not in taken]
    luck = random.Random(f"{wish.seed}:{setup.role}:{setup.level}:{setup.kind}")  # noqa: S311 -- for variety, no secret
    lot = {item.slug: luck.random() for item in left}
    focus, wanted = _folded(setup.focus), _folded(setup.job_skills)
    found: list[Pick] = []

    def merit(item: Item) -> float:
        skills = _folded(item.skills)
        return (
            4.0 * bool(skills & wanted)
            + 4.0 * bool(skills & focus)
            + 3.0 * (item.slug in wish.weak)
            - 6.0 * (item.slug in wish.seen and item.slug not in wish.weak)
            + 1.0 * (setup.kind in FOR_EVERYBODY and item.role == GENERAL)
            - 1.5 * max((used[skill] for skill in item.skills), default=0)
            + lot[item.slug]
        )

    while left and len(found) < number:
        item = max(left, key=merit)
        left.remove(item)
        used.update(item.skills)
        found.append(Pick.of(item))
    return found


def _personal(setup: Setup, wish: Wish, room: int) -> list[Pick]:
    if setup.kind not in PERSONAL_KINDS or room < 1:
        return []
    items = [item for item in personal_items(setup.works, setup.level) if item.kind in MIXES[setup.kind]]
    luck = random.Random(f"{wish.seed}:personal")  # noqa: S311 -- for variety, no secret
    luck.shuffle(items)
    items.sort(key=lambda item: item.slug in wish.seen)
    return [Pick.of(item, source="personal") for item in items[: min(room, round(setup.number * PERSONAL_SHARE))]]


def _folded(words: Iterable[str]) -> set[str]:
    return {word.casefold() for word in words}


ORDER = {"open": 0, "multiple-choice": 1, "behavioural": 2, "case": 3, "system-design": 4, "coding": 5}


def _ordered(picks: list[Pick], fixed: int) -> list[Pick]:
    """Own questions keep their order; the others go from what warms up to what takes long."""
    return picks[:fixed] + sorted(picks[fixed:], key=lambda pick: (pick.source != "personal", ORDER[pick.kind]))
