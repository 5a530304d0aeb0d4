"""Asks a model for questions, a few at a time, within one deadline; what it owes after one more try stays owed."""

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from django.conf import settings

from apps.ai.base import Failure
from apps.ai.services import ask_whole
from apps.core.scope import TenantLike
from apps.interviews.configuration import Work
from apps.interviews.library import ROLES, Item

from .checking import Judged, Written, judged

PROMPT = "interviews.generate_questions-v1"
FEATURE = "interviews.generate_questions"
# As many as surely fit into the shortest answer that a provider is asked for (2,000 tokens).
AT_ONCE = 3
# Less is not worth another call.
LEAST_SECONDS = 2.0
MOST_FAULTS, MOST_BESIDE = 12, 60


@dataclass(frozen=True, slots=True)
class Brief:
    """What is wanted; `kinds` says how many questions of which kind."""

    role: str
    level: str
    kinds: Mapping[str, int]
    interview: str = ""
    tone: str = "neutral"
    language: str = "English"
    focus: tuple[str, ...] = ()
    job: str = ""
    job_skills: tuple[str, ...] = ()
    works: tuple[Work, ...] = ()

    @property
    def number(self) -> int:
        return sum(self.kinds.values())

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """What `to_json` wrote."""
        lists = {name: tuple(given[name]) for name in ("focus", "job_skills")}
        return cls(**{**given, **lists, "works": tuple(Work.of(one) for one in given["works"])})


@dataclass(frozen=True, slots=True)
class Found:
    """The questions that were taken, who wrote them, and why there are no more of them."""

    items: tuple[Item, ...] = ()
    engine: str = ""
    faults: tuple[str, ...] = ()
    failure: str = ""


@dataclass(slots=True)
class _Desk:
    """What has been taken so far, and what goes to the model with each call."""

    brief: Brief
    tenant: TenantLike
    beside: list[str]
    ends_at: float
    now: Callable[[], float]
    is_private: bool
    items: list[Item] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    engines: list[str] = field(default_factory=list)
    failure: str = ""

    def ask(self, kinds: Mapping[str, int], wrong: Sequence[str] = ()) -> Judged | None:
        """What came of one call, None when it failed."""
        seconds = min(self.ends_at - self.now(), float(settings.AI_DEADLINE_SECONDS))
        if seconds < LEAST_SECONDS:
            self.failure = Failure.OVER_TIME
            return None
        data = _data(self.brief, kinds, [*self.beside, *(item.text for item in self.items)], wrong)
        said = ask_whole(
            PROMPT,
            Written,
            tenant=self.tenant,
            data=data,
            feature=FEATURE,
            seconds=seconds,
            is_private=self.is_private,
        )
        if said.value is None:
            self.failure = said.failure or Failure.NO_PROVIDER
            return None
        self.engines.append(" ".join(part for part in (said.provider, said.model) if part))
        beside = [*self.beside, *(item.text for item in self.items)]
        found = judged(said.value.questions, role=self.brief.role, level=self.brief.level, beside=beside)
        taken, others = _of_kinds(found.items, kinds)
        self.items += taken
        faults = (*found.faults, *others)
        self.faults += faults
        return Judged(tuple(taken), faults)


def write(
    brief: Brief,
    *,
    tenant: TenantLike,
    beside: Sequence[str] = (),
    seconds: float,
    is_private: bool = False,
    now: Callable[[], float] = time.monotonic,
) -> Found:
    """As many questions as the brief wants, or those that a model gave in that many seconds; never in a transaction.

    Each part is asked for once, and once more for what of it is missing. What `is_private` stands in no list of calls.
    """
    desk = _Desk(brief, tenant, list(beside), now() + seconds, now, is_private)
    for kinds in _parts(brief.kinds):
        first = desk.ask(kinds)
        if first is None:
            break
        missing = _missing(kinds, first.items)
        if missing and desk.ask(missing, first.faults or ("fewer questions than wanted",)) is None:
            break
    engine = ", ".join(dict.fromkeys(desk.engines)) if desk.items else ""
    return Found(tuple(desk.items), engine, tuple(desk.faults), desk.failure)


def _parts(kinds: Mapping[str, int]) -> list[dict[str, int]]:
    """The wanted kinds in parts of a few questions."""
    single = [kind for kind, number in kinds.items() for _place in range(number)]
    return [dict(Counter(single[place : place + AT_ONCE])) for place in range(0, len(single), AT_ONCE)]


def _missing(kinds: Mapping[str, int], items: Sequence[Item]) -> dict[str, int]:
    return dict(Counter(kinds) - Counter(item.kind for item in items))


def _of_kinds(items: Sequence[Item], kinds: Mapping[str, int]) -> tuple[list[Item], list[str]]:
    """No more of a kind than wanted, and what is wrong with the others."""
    room, taken, faults = Counter(kinds), [], []
    for item in items:
        if room[item.kind] > 0:
            room[item.kind] -= 1
            taken.append(item)
        else:
            faults.append(f"“{item.text[:80]}”: no more questions of the kind {item.kind} are wanted")
    return taken, faults


def _data(brief: Brief, kinds: Mapping[str, int], beside: Sequence[str], wrong: Sequence[str]) -> dict[str, str]:
    works = [
        ", ".join(part for part in (work.project, work.employer, *work.technologies) if part) for work in brief.works
    ]
    interview = {
        "Role": ROLES[brief.role],
        "Level": brief.level,
        "Kind of interview": brief.interview or "any",
        "Tone": brief.tone,
        "Language": brief.language,
    }
    found = {
        "Interview": "\n".join(f"{name}: {value}" for name, value in interview.items()),
        "Wanted": "\n".join(f"{kind}: {number}" for kind, number in kinds.items()),
        "Job": brief.job or "not known",
        "Required skills of the job": ", ".join(brief.job_skills) or "not known",
        "Skills in focus": ", ".join(brief.focus) or "none",
        "Own work of the person": "\n".join(works) or "not known",
        "Asked already": "\n".join(beside[-MOST_BESIDE:]) or "nothing",
    }
    return {**found, "Wrong with the former try": "\n".join(wrong[:MOST_FAULTS])} if wrong else found
