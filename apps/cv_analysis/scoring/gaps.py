"""Times without a job or a school that a CV leaves open."""

from dataclasses import dataclass

from .reading import Reading, School, month_of

# Shorter ones are the ordinary time between two jobs.
LONGEST_BREAK_MONTHS = 3
USUAL_DEGREE_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Gap:
    """First and last month without anything (YYYY-MM), both counted."""

    start: str
    end: str
    months: int


def gaps_of(reading: Reading) -> tuple[Gap, ...]:
    """Between the first job and the day of the CV; jobs at once and years of study count as filled."""
    worked = sorted((job.first, job.last) for job in reading.jobs if job.first is not None and job.last is not None)
    if not worked:
        return ()
    begin, now = worked[0][0], reading.now
    filled = sorted([*worked, *filter(None, (_studied(school, now) for school in reading.schools))])
    gaps, covered = [], begin - 1
    for first, last in filled:
        if last < begin:
            continue
        if first - covered - 1 > LONGEST_BREAK_MONTHS:
            gaps.append(_gap(covered + 1, first - 1))
        covered = max(covered, last)
    if now - covered > LONGEST_BREAK_MONTHS:
        gaps.append(_gap(covered + 1, now))
    return tuple(gaps)


def _studied(school: School, now: int) -> tuple[int, int] | None:
    last = month_of(school.year, now, is_end=True)
    if last is None:
        return None
    first = month_of(school.start, now, is_end=False)
    return (last - USUAL_DEGREE_MONTHS if first is None else first, min(last, now))


def _gap(first: int, last: int) -> Gap:
    return Gap(point_of(first), point_of(last), last - first + 1)


def point_of(month: int) -> str:
    """YYYY-MM of months since year 0, whose January is month 1."""
    year, number = divmod(month - 1, 12)
    return f"{year}-{number + 1:02d}"
