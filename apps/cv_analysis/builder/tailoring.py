"""Fits a CV to a job by putting first what the job asks for. Nothing is added, lost or reworded."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from apps.cv_analysis.builder.resume import Entry, Job, Project, Resume, SkillGroup, said
from apps.cv_analysis.parsing.postings.model import ParsedJob
from apps.cv_analysis.parsing.taxonomy import load_taxonomy

Described = TypeVar("Described", Job, Project)
REQUIRED, PREFERRED = "required", "preferred"
WEIGHTS = {REQUIRED: 3.0, PREFERRED: 2.0}
WORD = re.compile(r"[^\W\d_][\w+#'-]{2,}")
# A word of the posting that is no skill says a little; many of them say no more than one skill.
WORD_WEIGHT, MOST_FOR_WORDS = 0.2, 1.0
# These keep their places: who one is, and the story in the order of time.
FIXED = frozenset({"summary", "experience"})
STOP = frozenset(
    "and the for with you your our are will that this from have has who what work team role job can able etc into about"
    " their they them than then also more most other such using use used within across including years year experience"
    " skills skill knowledge good strong must should would working join company looking based please apply".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that a job asks for; `id` is that of the taxonomy, if it has one."""

    name: str
    id: str | None = None
    kind: str = REQUIRED


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job asks for: skills, each once, and the text around them."""

    skills: tuple[Asked, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tailored:
    """The CV in its new order. `found` are the asked skills that it names, `missing` those that it does not."""

    resume: Resume
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    moves: int = 0


@dataclass(slots=True)
class Judge:
    """Says how much of what is wanted a text has."""

    wanted: Wanted
    words: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.words = frozenset(word_keys(self.wanted.text)) - STOP

    def hits(self, text: str) -> set[Asked]:
        """The skills that a text names, by any of their spellings."""
        ids = set(concept_ids(text))
        return {skill for skill in self.wanted.skills if (skill.id and skill.id in ids) or names(text, skill.name)}

    def score(self, text: str) -> float:
        """More for skills that must be there, a little for other words of the job."""
        skills = sum(WEIGHTS.get(skill.kind, WEIGHTS[PREFERRED]) for skill in self.hits(text))
        shared = len(self.words & set(word_keys(text)))
        return skills + min(shared * WORD_WEIGHT, MOST_FOR_WORDS)


def word_keys(text: str) -> Iterator[str]:
    return (match[0].lower() for match in WORD.finditer(text))


def concept_ids(text: str) -> Iterator[str]:
    taxonomy = load_taxonomy()
    if (whole := taxonomy.lookup(text)) is not None:
        yield whole.id
    for _start, _end, concept in taxonomy.find_terms(text, 0, len(text)):
        yield concept.id


def names(text: str, name: str) -> bool:
    """Whether the text has the name as whole words, however they are spaced."""
    pattern = r"[\s-]+".join(re.escape(word) for word in name.split())
    return bool(pattern) and re.search(rf"(?<![\w+#]){pattern}(?![\w+#])", text, re.I) is not None


def wanted_of(job: ParsedJob, text: str) -> Wanted:
    """What a posting asks for; a skill that it names twice counts once, and as required if it is so anywhere."""
    found: dict[str, Asked] = {}
    for skill in job.skills:
        key = skill.skill_id or skill.name.lower()
        if key not in found or skill.kind == REQUIRED:
            found[key] = Asked(found[key].name if key in found else skill.name, skill.skill_id, skill.kind)
    return Wanted(tuple(found.values()), text)


def tailored(resume: Resume, wanted: Wanted) -> Tailored:
    """The CV with the lines of each entry, the skills and the sections in the order in which the job asks for them."""
    judge = Judge(wanted)
    changed = replace(
        resume,
        experience=tuple(_with_best_lines_first(job, judge) for job in resume.experience),
        projects=tuple(_with_best_lines_first(project, judge) for project in resume.projects),
        skills=_best_groups_first(resume.skills, judge),
        order=_order(resume, judge),
    )
    text = "\n".join(_texts(resume))
    hits = judge.hits(text)
    return Tailored(
        changed,
        tuple(skill.name for skill in wanted.skills if skill in hits),
        tuple(skill.name for skill in wanted.skills if skill not in hits),
        moves=moves_between(resume, changed),
    )


def _texts(resume: Resume) -> list[str]:
    entries: list[Entry] = [
        *resume.experience, *resume.projects, *resume.skills, *resume.education, *resume.certifications,
        *resume.languages, *resume.publications,
    ]  # fmt: skip
    return [resume.headline, resume.summary, *(text for entry in entries for text in said(entry))]


def _with_best_lines_first(entry: Described, judge: Judge) -> Described:
    return replace(entry, lines=_best_first(entry.lines, judge))


def _best_first(texts: tuple[str, ...], judge: Judge) -> tuple[str, ...]:
    """Those that are worth the same stay in their order."""
    return tuple(sorted(texts, key=lambda text: -judge.score(text)))


def _best_groups_first(groups: tuple[SkillGroup, ...], judge: Judge) -> tuple[SkillGroup, ...]:
    inside = [replace(group, skills=_best_first(group.skills, judge)) for group in groups]
    return tuple(sorted(inside, key=lambda group: -sum(judge.score(skill) for skill in group.skills)))


def _order(resume: Resume, judge: Judge) -> tuple[str, ...]:
    """Sections that have something of what is asked come before those that have nothing; some keep their places."""
    movable = [section for section in resume.order if section not in FIXED]
    scores = {section: len(judge.hits("\n".join(_section_texts(resume, section)))) for section in movable}
    best = iter(sorted(movable, key=lambda section: -scores[section]))
    return tuple(section if section in FIXED else next(best) for section in resume.order)


def _section_texts(resume: Resume, section: str) -> list[str]:
    return [text for entry in resume.entries(section) for text in said(entry)]


def moves_between(before: Resume, after: Resume) -> int:
    """How many lines, skills, groups and sections stand elsewhere than before."""
    pairs: list[tuple[tuple[object, ...], tuple[object, ...]]] = [
        (before.order, after.order),
        (tuple(group.name for group in before.skills), tuple(group.name for group in after.skills)),
    ]
    pairs += [(a.lines, b.lines) for a, b in zip(before.experience, after.experience, strict=True)]
    pairs += [(a.lines, b.lines) for a, b in zip(before.projects, after.projects, strict=True)]
    for group in after.skills:
        same = (old for old in before.skills if (old.name, sorted(old.skills)) == (group.name, sorted(group.skills)))
        pairs.append((next(same).skills, group.skills))
    return sum(old != new for pair in pairs for old, new in zip(*pair, strict=True))
