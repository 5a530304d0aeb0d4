"""From what was read in a CV to the person that is compared with jobs."""

from collections.abc import Mapping
from typing import Any

from .closeness import skill_key
from .education import highest
from .experience import months_worked
from .matching import RANKS, Own, Person
from .reading import Reading


def person_of(findings: Mapping[str, Any], text: str) -> Person:
    """Skills, time and degree without anything personal; what is stuffed into the text is not there."""
    return person_in(Reading(findings, text))


def person_in(reading: Reading) -> Person:
    own: dict[str, Own] = {}
    for skill in reading.skills:
        key = skill_key(skill.id, skill.name)
        found = Own(key, skill.name, round(skill.confidence * 100), skill.months)
        if key not in own or found.confidence > own[key].confidence:
            own[key] = found
    best = highest(reading.schools)
    return Person(tuple(own.values()), _months(reading), RANKS[(best and best.level) or "none"])


def _months(reading: Reading) -> int:
    """What the reader counted; without it, what the jobs cover."""
    counted = reading.findings.get("years_of_experience")
    return round(float(counted["value"]) * 12) if counted else months_worked(reading.jobs)
