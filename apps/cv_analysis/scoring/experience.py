"""The score of the working life: dated, described and measurable jobs."""

import re

from .gaps import Gap, gaps_of
from .parts import Part, Said, Score, Value, part, share
from .reading import Job, Line, Reading
from .verbs import opens_with_verb

# A figure that tells a result; years, versions and phone numbers tell none.
RESULT = re.compile(
    r"(?:[$\u20ac\u00a3\u20b9\u00a5]\s?\d"
    r"|\d[\d.,]*\s?(?:%|percent\b|per cent\b|k\b|m\b|bn\b|million\b|billion\b|x\b|\+)"
    r"|(?<![\w.])(?!(?:19|20)\d\d\b)\d[\d,.]*\b"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|hundred|dozen|"
    r"doubled|tripled|halved|thousand|first place|half)\b)",
    re.I,
)
FULL_YEARS = 5
RECENT_MONTHS, OLD_MONTHS = 12, 36
DESCRIBED_JOBS, DESCRIBED_WORDS = 3, 15
LONG_GAP_MONTHS = 12


def experience_score(reading: Reading) -> Score:
    jobs = reading.jobs
    if not jobs:
        nothing = (Said("experience.none"), Said("experience.none.cure"))
        return Score("experience", tuple(part(key, 0, out_of, nothing) for key, out_of in OUT_OF.items()))
    return Score(
        "experience",
        (
            _names(jobs),
            _dates(jobs),
            _months(jobs),
            _amount(reading),
            _recency(reading),
            _continuity(gaps_of(reading)),
            _results(reading),
            _verbs(reading),
            _described(jobs),
        ),
    )


OUT_OF = {
    "names": 15,
    "dates": 12,
    "months": 8,
    "amount": 15,
    "recency": 8,
    "continuity": 12,
    "results": 15,
    "verbs": 10,
    "described": 5,
}


def _of(key: str, count: int, total: int) -> tuple[Said, Said]:
    """The reason and the cure of a part that counts some of all."""
    values = {"count": count, "total": total, "missing": total - count}
    return Said(f"experience.{key}", values), Said(f"experience.{key}.cure", values)


def _counted(key: str, jobs: tuple[Job, ...], good: list[Job]) -> Part:
    out_of = OUT_OF[key]
    bad = [job.place for job in jobs if job not in good]
    points = share(out_of, len(good), len(jobs))
    return part(key, points, out_of, _of(key, len(good), len(jobs)), bad or [job.place for job in jobs])


def _names(jobs: tuple[Job, ...]) -> Part:
    return _counted("names", jobs, [job for job in jobs if job.title and job.company])


def _dates(jobs: tuple[Job, ...]) -> Part:
    return _counted("dates", jobs, [job for job in jobs if job.is_dated])


def _months(jobs: tuple[Job, ...]) -> Part:
    return _counted("months", jobs, [job for job in jobs if job.is_dated and job.has_months])


def months_worked(jobs: tuple[Job, ...]) -> int:
    """Months covered by jobs, internships apart, overlaps counted once."""
    total = covered = 0
    ranges = sorted((job.first, job.last) for job in jobs if job.first and job.last and not job.is_internship)
    for first, last in ranges:
        if last > covered:
            total += last - max(first - 1, covered)
            covered = last
    return total


def _amount(reading: Reading) -> Part:
    months = months_worked(reading.jobs)
    claimed = reading.findings.get("years_of_experience")
    if not months and claimed:
        months = round(float(claimed["value"]) * 12)
    out_of = OUT_OF["amount"]
    values = {"months": months, "full": FULL_YEARS}
    said = (Said("experience.amount", values), Said("experience.amount.cure", values))
    return part("amount", share(out_of, months, FULL_YEARS * 12), out_of, said, [job.place for job in reading.jobs])


def _recency(reading: Reading) -> Part:
    out_of = OUT_OF["recency"]
    ended = [(job.last, job) for job in reading.jobs if job.last is not None]
    if not ended:
        return part("recency", 0, out_of, (Said("experience.recency.unknown"), Said("experience.recency.unknown.cure")))
    latest, job = max(ended, key=lambda pair: pair[0])
    ago = reading.now - latest
    points = out_of if ago <= RECENT_MONTHS else out_of // 2 if ago <= OLD_MONTHS else 0
    said = (Said("experience.recency", {"months": ago}), Said("experience.recency.cure", {"months": ago}))
    return part("recency", points, out_of, said, [job.place])


def _continuity(gaps: tuple[Gap, ...]) -> Part:
    out_of = OUT_OF["continuity"]
    if not gaps:
        return part("continuity", out_of, out_of, (Said("experience.continuity.whole"), None))
    lost = sum(6 if gap.months > LONG_GAP_MONTHS else 3 for gap in gaps)
    longest = max(gaps, key=lambda gap: gap.months)
    values: dict[str, Value] = {
        "count": len(gaps),
        "start": longest.start,
        "end": longest.end,
        "months": longest.months,
    }
    said = (Said("experience.continuity", values), Said("experience.continuity.cure", values))
    return part("continuity", out_of - lost, out_of, said)


def is_result(line: Line) -> bool:
    return RESULT.search(line.text) is not None


def _results(reading: Reading) -> Part:
    """A third of the lines with a figure is what good CVs have."""
    lines = reading.work_lines
    good = [line for line in lines if is_result(line)]
    out_of = OUT_OF["results"]
    points = share(out_of, 3 * len(good), len(lines))
    places = [(line.start, line.end) for line in good or lines]
    return part("results", points, out_of, _of("results", len(good), len(lines)), places)


def _verbs(reading: Reading) -> Part:
    """Half of the lines; of other languages than English the verbs are not known, and nothing is taken."""
    lines, out_of = reading.work_lines, OUT_OF["verbs"]
    if reading.language != "en" and lines:
        return part("verbs", out_of, out_of, (Said("experience.verbs.language"), None))
    good = [line for line in lines if opens_with_verb(line.text)]
    points = share(out_of, 2 * len(good), len(lines))
    places = [(line.start, line.end) for line in lines if line not in good]
    return part("verbs", points, out_of, _of("verbs", len(good), len(lines)), places)


def _described(jobs: tuple[Job, ...]) -> Part:
    """The latest jobs say in some words what was done."""
    latest = sorted(jobs, key=lambda job: (-(job.last or 0), job.place))[:DESCRIBED_JOBS]
    good = [job for job in latest if sum(len(line.text.split()) for line in job.lines) >= DESCRIBED_WORDS]
    return _counted("described", tuple(latest), good)
