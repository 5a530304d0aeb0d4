"""The score of what was learnt: level, institution, year and field of each entry."""

from collections.abc import Callable

from .parts import Part, Said, Score, part, share
from .reading import Reading, School

OUT_OF = {"level": 40, "institution": 20, "year": 20, "field": 20}
LEVEL_POINTS = {"school": 16, "diploma": 24, "associate": 29, "bachelor": 35, "master": 38, "doctor": 40}
RANKS = {level: rank for rank, level in enumerate(("none", *LEVEL_POINTS))}
# Schools have neither a field nor, often, a degree's name.
NO_FIELD = frozenset({"school"})


def education_score(reading: Reading) -> Score:
    schools = reading.schools
    if not schools:
        nothing = (Said("education.none"), Said("education.none.cure"))
        return Score("education", tuple(part(key, 0, out_of, nothing) for key, out_of in OUT_OF.items()))
    with_field = tuple(school for school in schools if school.level not in NO_FIELD) or schools
    return Score(
        "education",
        (
            _level(schools),
            _share("institution", schools, lambda school: bool(school.institution)),
            _share("year", schools, lambda school: bool(school.year)),
            _share("field", with_field, lambda school: bool(school.field)),
        ),
    )


def highest(schools: tuple[School, ...]) -> School | None:
    """The entry of the highest level, the first of several; None where no level is known."""
    known = [school for school in schools if school.level in LEVEL_POINTS]
    return max(known, key=lambda school: RANKS[school.level or "none"], default=None)


def _level(schools: tuple[School, ...]) -> Part:
    best, out_of = highest(schools), OUT_OF["level"]
    if best is None:
        said = (Said("education.level.unknown"), Said("education.level.unknown.cure"))
        return part("level", 0, out_of, said, [school.place for school in schools])
    values = {"level": best.level or ""}
    said = (Said("education.level", values), Said("education.level.cure", values))
    return part("level", LEVEL_POINTS[best.level or ""], out_of, said, [best.place])


def _share(key: str, schools: tuple[School, ...], has: Callable[[School], bool]) -> Part:
    good = [school for school in schools if has(school)]
    values = {"count": len(good), "total": len(schools), "missing": len(schools) - len(good)}
    said = (Said(f"education.{key}", values), Said(f"education.{key}.cure", values))
    places = [school.place for school in schools if school not in good] or [school.place for school in schools]
    return part(key, share(OUT_OF[key], len(good), len(schools)), OUT_OF[key], said, places)
