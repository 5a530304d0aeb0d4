"""Where people go from a job: next titles, and what each asks that somebody lacks, from titles and skills alone."""

import gzip
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from .closeness import near_skills

FILE = Path(__file__).resolve().parent.parent / "data" / "careers.tsv.gz"
MOST = 6
# From this closeness on, a skill answers the one that is asked, or comes near it.
HAS, NEAR = 80, 50
LEVELS = {
    **dict.fromkeys(("intern", "trainee", "apprentice"), "intern"),
    **dict.fromkeys(("junior", "jr", "graduate", "associate"), "junior"),
    **dict.fromkeys(("senior", "sr", "snr", "experienced"), "senior"),
    **dict.fromkeys(("lead", "principal", "staff"), "lead"),
}
# What comes after a level within the same occupation, and how it is called.
NEXT_LEVELS = {"intern": ("", "{title}"), "junior": ("", "{title}"), "": ("senior", "Senior {title}")}
NEXT_LEVELS |= {"senior": ("lead", "Lead {title}")}
FEWEST_WORDS, MOST_DROPPED = 2, 2
GENDER = re.compile(r"[(\[]\s*\w(?:\s*[/|]\s*\w){1,3}\s*[)\]]")
ENDS = re.compile(r"\s+(?:at|@)\s+|\s+[|–—-]\s+|[,;(\[]")  # noqa: RUF001 -- dashes as people write them
WORDS = re.compile(r"[\w+#.]+")


@dataclass(frozen=True, slots=True)
class Occupation:
    """An occupation of ESCO; the usual skills and what usually comes next are known for the common ones."""

    id: str
    name: str
    isco: str
    skills: tuple[tuple[str, str], ...] = ()
    next_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """A title as it is compared: how senior it is apart, and with the occupation that it names, if that is known."""

    shown: str
    base: str
    level: str
    occupation: Occupation | None

    @property
    def origin(self) -> str:
        """What titles share from which people go the same ways."""
        return f"{self.occupation.id if self.occupation else self.base}:{self.level}"


@dataclass(frozen=True, slots=True)
class Need:
    """A skill that a title asks for: `state` is has, near or missing, and `own` the skill that answers it."""

    name: str
    skill_id: str
    state: str
    own: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Seen:
    """A title that people of the workspace came to, and how many did."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class NextTitle:
    """A title that may come next: how often it was seen, whether it is a usual step, and what it asks."""

    title: str
    occupation: Occupation | None
    seen: int
    is_usual: bool
    needs: tuple[Need, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if need.state == "missing")


class Careers:
    """The occupations by all their names."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._by_id: dict[str, Occupation] = {}
        self._by_name: dict[str, Occupation] = {}
        ranked: list[tuple[int, str, Occupation]] = []
        for line in lines:
            one_id, name, isco, others, skills, following = line.split("\t")
            pairs = (pair.partition("=") for pair in skills.split("|") if pair)
            named = tuple((skill, skill_id) for skill, _sign, skill_id in pairs)
            one = Occupation(one_id, name, isco, named, tuple(following.split()))
            self._by_id[one_id] = one
            ranked += [(1, name, one)]
            ranked += [(0 if other[0] == "=" else 2, other.lstrip("="), one) for other in others.split("|") if other]
        # What we call it counts more than its own name, and that more than another's other name.
        for _rank, name, one in sorted(ranked, key=lambda entry: entry[0]):
            self._by_name.setdefault(_words(name), one)

    def of_id(self, one_id: str) -> Occupation:
        return self._by_id[one_id]

    def named(self, base: str) -> Occupation | None:
        """By a name, or by what is left of it when the first words, which say of what or where, are dropped."""
        words = base.split()
        for dropped in range(min(MOST_DROPPED, max(0, len(words) - FEWEST_WORDS)) + 1):
            found = self._by_name.get(" ".join(words[dropped:]))
            if found is not None:
                return found
        return None


@cache
def load_careers() -> Careers:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return Careers(line.rstrip("\n") for line in file if not line.startswith("#"))


def _words(text: str) -> str:
    return " ".join(WORDS.findall(text.lower()))


@lru_cache(maxsize=4096)
def title_of(text: str) -> Title:
    """A title as somebody wrote it, read."""
    plain = ENDS.split(GENDER.sub("", text).strip(), maxsplit=1)[0].strip() or text.strip()
    words = _words(plain).replace(".", "").split()
    levels = [LEVELS[word] for word in words if word in LEVELS]
    base = " ".join(word for word in words if word not in LEVELS) or " ".join(words)
    return Title(" ".join(plain.split()), base, levels[0] if levels else "", load_careers().named(base))


def path_of(experience: Iterable[Mapping[str, Any]]) -> list[Title]:
    """The titles of somebody's jobs, the first job first; the same title twice in a row is once."""
    dated = [job for job in experience if job.get("title") and (job.get("start") or job.get("end"))]
    dated.sort(key=lambda job: (str(job.get("start") or job.get("end")), _end(job)))
    path: list[Title] = []
    for job in dated:
        title = title_of(str(job["title"]))
        if not path or path[-1].origin != title.origin:
            path.append(title)
    return path


def _end(job: Mapping[str, Any]) -> str:
    return "9999" if job.get("end") == "present" else str(job.get("end") or "")


def next_titles(
    title: Title,
    own: Mapping[str, str],
    *,
    seen: Sequence[Seen] = (),
    asked: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> list[NextTitle]:
    """What may come after a title, the most often seen first, then what is usual.

    `own` are somebody's skills (key to name), `seen` what people of the workspace did next, `asked` the skills that
    its jobs ask for, by the base or the occupation of their titles.
    """
    usual = _usual(title)
    found: dict[str, NextTitle] = {}
    for one in seen:
        known = title_of(one.title)
        before = found.get(known.origin)
        count = one.count + (before.seen if before else 0)
        shown = before.title if before else known.shown
        needs = _needs(known, own, asked or {})
        found[known.origin] = NextTitle(shown, known.occupation, count, known.origin in usual, needs)
    for origin, one_usual in usual.items():
        if origin not in found:
            needs = _needs(one_usual, own, asked or {})
            found[origin] = NextTitle(one_usual.shown, one_usual.occupation, 0, True, needs)
    found.pop(title.origin, None)
    # Stable: what is equally often seen stays in its order.
    return sorted(found.values(), key=lambda one: -one.seen)[:MOST]


def _usual(title: Title) -> dict[str, Title]:
    """By the origin: one level up in the same occupation, then other occupations."""
    found: dict[str, Title] = {}
    if title.level in NEXT_LEVELS and title.base:
        level, words = NEXT_LEVELS[title.level]
        higher = Title(words.format(title=_spoken(title)), title.base, level, title.occupation)
        found[higher.origin] = higher
    if title.occupation is not None and title.level not in {"intern", "junior"}:
        for one_id in title.occupation.next_ids:
            one = load_careers().of_id(one_id)
            following = Title(capitalised(one.name), _words(one.name), "", one)
            found[following.origin] = following
    return found


def _spoken(title: Title) -> str:
    """The title without its level, in the letters that it was written in."""
    kept = [word for word in title.shown.split() if word.lower().strip(".") not in LEVELS]
    words = " ".join(kept) or title.shown
    return words if title.level in {"intern", "junior"} or not _is_plain(words) else words[:1].lower() + words[1:]


def _is_plain(words: str) -> bool:
    """Whether only its first letter is a capital, so that another word before it takes that over."""
    return words[1:] == words[1:].lower()


def capitalised(name: str) -> str:
    return name[:1].upper() + name[1:]


def _needs(title: Title, own: Mapping[str, str], asked: Mapping[str, Sequence[tuple[str, str]]]) -> tuple[Need, ...]:
    """First what the workspace's own jobs of that title ask, then what the occupation usually needs."""
    wanted: dict[str, tuple[str, str]] = {}
    usual = title.occupation.skills if title.occupation else ()
    for name, skill_id in (*asked.get(title.origin, ()), *usual):
        wanted.setdefault(near_skills(skill_id or None, name)[0].key, (name, skill_id))
    return tuple(_need(name, skill_id, own) for name, skill_id in wanted.values())


def _need(name: str, skill_id: str, own: Mapping[str, str]) -> Need:
    for near in near_skills(skill_id or None, name):
        if near.key in own and near.closeness >= NEAR:
            return Need(name, skill_id, "has" if near.closeness >= HAS else "near", own[near.key])
    return Need(name, skill_id, "missing")
