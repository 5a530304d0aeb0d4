"""Verbs that lines of a CV begin with: their forms, and what to say instead of those that say little."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
VOWELS = frozenset("aeiou")
# Past, and how it is written without its ending.
IRREGULAR = dict(
    pair.split("=")
    for pair in (
        "began=begin bought=buy brought=bring built=build chose=choose cut=cut drew=draw drove=drive fed=feed"
        " found=find gave=give got=get grew=grow held=hold kept=keep laid=lay led=lead made=make met=meet"
        " oversaw=oversee paid=pay ran=run rebuilt=rebuild rewrote=rewrite set=set sold=sell sought=seek"
        " spent=spend split=split spoke=speak spread=spread taught=teach thought=think took=take"
        " undertook=undertake upheld=uphold won=win wrote=write"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Verbs:
    """`past_of` knows a verb by its plain, third-person and -ing form; `weak` says what to write instead."""

    strong: frozenset[str]
    past_of: dict[str, str]
    ing_to_past: dict[str, str]
    weak: dict[str, tuple[str, ...]]
    longest_weak: int


@cache
def load_verbs() -> Verbs:
    strong = frozenset((DATA / "action_verbs.txt").read_text(encoding="utf-8").split()) | IRREGULAR.keys()
    past_of: dict[str, str] = {}
    ing_to_past: dict[str, str] = {}
    for past in sorted(strong):
        for base in bases_of(past):
            past_of.setdefault(base, past)
            past_of.setdefault(third_person(base), past)
            ing_to_past.setdefault(ing(base), past)
    weak: dict[str, tuple[str, ...]] = {}
    for line in (DATA / "weak_openings.tsv").read_text(encoding="utf-8").splitlines():
        opening, _tab, better = line.partition("\t")
        weak[opening] = tuple(better.split("|"))
    longest = max(len(opening.split()) for opening in weak)
    return Verbs(strong, past_of, ing_to_past, weak, longest)


def bases_of(past: str) -> Iterator[str]:
    """The plain forms that a past may have; where the spelling leaves several, all of them."""
    if past in IRREGULAR:
        yield IRREGULAR[past]
    elif past.endswith("ied"):
        yield f"{past[:-3]}y"
    elif past.endswith("ed"):
        stem = past[:-2]
        doubled = len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsfz" and stem[-1] not in VOWELS  # noqa: PLR2004 -- "add" stays whole
        if doubled:
            yield stem[:-1]
        yield stem
        yield f"{stem}e"


def third_person(base: str) -> str:
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{base}s"


def ing(base: str) -> str:
    """As far as it is regular: "manage" gives "managing", "plan" "planing", which nobody writes."""
    if base in {"begin", "cut", "get", "run", "set", "split", "win"}:
        return f"{base}{base[-1]}ing"
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith(("ee", "oe")) else f"{base}ing"
