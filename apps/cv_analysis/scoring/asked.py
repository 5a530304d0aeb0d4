"""From a posting's text to the job that scores compare with: each skill once, weighted by how often it is named."""

import re
from dataclasses import replace

from apps.cv_analysis.parsing.postings import AskedSkill, ParsedJob

from .closeness import skill_key
from .matching import REQUIRED, Wanted, WantedSkill

MAX_WEIGHT = 5
MAX_SKILLS = 40


def wanted_from(job: ParsedJob, text: str) -> Wanted:
    """A skill that is required once is required; what is only welcome as a degree is not asked for."""
    grouped: dict[str, list[AskedSkill]] = {}
    for skill in job.skills:
        grouped.setdefault(skill_key(skill.skill_id, skill.name), []).append(skill)
    wanted = [_wanted(group, text) for group in grouped.values()]
    wanted.sort(key=lambda skill: (skill.kind != REQUIRED, -skill.weight))
    education = job.education.value if job.education else None
    return Wanted(
        title=job.title.value if job.title else "",
        seniority=job.seniority.value if job.seniority else None,
        minimum_years=job.min_years.value if job.min_years else None,
        education=education.level if education and education.is_required else None,
        skills=tuple(wanted[:MAX_SKILLS]),
        text=text,
    )


def _wanted(group: list[AskedSkill], text: str) -> WantedSkill:
    first = group[0]
    kind = REQUIRED if any(skill.kind == REQUIRED for skill in group) else first.kind
    named = max(len(group), len(mentions(first.name, text)))
    return replace(WantedSkill(first.name, first.skill_id, kind), weight=min(MAX_WEIGHT, 2 + named))


def mentions(name: str, text: str) -> list[tuple[int, int]]:
    """Where a text names something as whole words, in any case."""
    pattern = rf"(?<![\w.#+@/-]){re.escape(name)}(?![\w#+@])"
    return [(match.start(), match.end()) for match in re.finditer(pattern, text, re.I)]
