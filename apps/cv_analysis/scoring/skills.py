"""The score of the skills: how many, how well known, and whether the work shows them."""

from .parts import Part, Said, Score, part, share
from .reading import OwnSkill, Reading, month_of

OUT_OF = {"number": 30, "known": 15, "shown": 30, "recent": 15, "breadth": 10}
FULL_NUMBER, FULL_SHOWN, FULL_RECENT = 15, 8, 4
RECENT_MONTHS = 24
BREADTH_POINTS = (0, 4, 8, 10)


def skills_score(reading: Reading) -> Score:
    skills = reading.skills
    if not skills:
        key = "skills.stuffed" if reading.uncounted_skills else "skills.none"
        nothing = (Said(key, {"count": reading.uncounted_skills}), Said(f"{key}.cure"))
        return Score("skills", tuple(part(name, 0, out_of, nothing) for name, out_of in OUT_OF.items()))
    return Score("skills", (_number(reading), _known(skills), _shown(skills), _recent(reading), _breadth(skills)))


def _places(skills: list[OwnSkill]) -> list[tuple[int, int]]:
    return [skill.places[0] for skill in skills if skill.places]


def _number(reading: Reading) -> Part:
    skills, out_of = reading.skills, OUT_OF["number"]
    uncounted = reading.uncounted_skills
    values = {"count": len(skills), "full": FULL_NUMBER, "uncounted": uncounted}
    key = "skills.number.stuffed" if uncounted else "skills.number"
    said = (Said(key, values), Said(f"{key}.cure", values))
    return part("number", share(out_of, len(skills), FULL_NUMBER), out_of, said, _places(list(skills)))


def _known(skills: tuple[OwnSkill, ...]) -> Part:
    """Nine of ten in the taxonomy are as good as all: every trade has words of its own."""
    known = [skill for skill in skills if skill.id]
    values = {"count": len(known), "total": len(skills), "missing": len(skills) - len(known)}
    said = (Said("skills.known", values), Said("skills.known.cure", values))
    unknown = [skill for skill in skills if not skill.id]
    return part(
        "known", share(OUT_OF["known"], 10 * len(known), 9 * len(skills)), OUT_OF["known"], said, _places(unknown)
    )


def _shown(skills: tuple[OwnSkill, ...]) -> Part:
    shown = [skill for skill in skills if skill.is_shown]
    values = {"count": len(shown), "total": len(skills), "full": FULL_SHOWN}
    said = (Said("skills.shown", values), Said("skills.shown.cure", values))
    return part("shown", share(OUT_OF["shown"], len(shown), FULL_SHOWN), OUT_OF["shown"], said, _places(shown))


def is_recent(skill: OwnSkill, reading: Reading) -> bool:
    """Used in a job that ended within two years before the day of the CV."""
    if skill.last_used:
        last = month_of(skill.last_used, reading.now, is_end=True)
        return last is not None and reading.now - last <= RECENT_MONTHS
    bodies = [
        (job.place[0], job.lines[-1].end if job.lines else job.place[1])
        for job in reading.jobs
        if job.last is not None and reading.now - job.last <= RECENT_MONTHS
    ]
    return any(start <= place[0] < end for place in skill.places for start, end in bodies)


def _recent(reading: Reading) -> Part:
    recent = [skill for skill in reading.skills if is_recent(skill, reading)]
    values = {"count": len(recent), "total": len(reading.skills), "full": FULL_RECENT}
    said = (Said("skills.recent", values), Said("skills.recent.cure", values))
    return part("recent", share(OUT_OF["recent"], len(recent), FULL_RECENT), OUT_OF["recent"], said, _places(recent))


def _breadth(skills: tuple[OwnSkill, ...]) -> Part:
    kinds = {skill.category for skill in skills}
    values = {"count": len(kinds)}
    said = (Said("skills.breadth", values), Said("skills.breadth.cure", values))
    points = BREADTH_POINTS[min(len(kinds), len(BREADTH_POINTS) - 1)]
    return part("breadth", points, OUT_OF["breadth"], said)
