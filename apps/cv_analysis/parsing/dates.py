"""Dates and ranges of dates as CVs write them."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from . import abroad

MONTHS = abroad.MONTHS | {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, letter by letter: most texts are no such word, and that shows at once."""
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[:1], []).append(word[1:])
    may_end = endings.pop("", None) is not None
    branches = [re.escape(letter) + one_of(rest) for letter, rest in sorted(endings.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)}){'?' if may_end else ''}"


MONTH = one_of((*MONTHS, *SEASONS)) + r"\b\.?"
YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
POINT = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?[ ]+{MONTH}[ ,]{{0,20}}{YEAR}"
    rf"|{MONTH}[ ,/\u2019'-]{{0,20}}\n?(?:\d{{1,2}}(?:st|nd|rd|th)?,[ ]*)?{YEAR}"
    rf"|{MONTH}[ ]?[-\u2019'][ ]?\d\d\b"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]{YEAR}"
    rf"|(?:0?[1-9]|1[0-2])[ ]?[/.-][ ]?{YEAR}"
    rf"|{YEAR}[/.-](?:0[1-9]|1[0-2])(?![\d])(?:[/.-]\d\d\b)?"
    rf"|{YEAR})"
)
MONTH_POINT = rf"{MONTH}[ ,]{{0,20}}{YEAR}"
PRESENT = (
    r"(?:present|current(?:ly)?|now|today|to[ -]?date|till[ -]date|ongoing|on-going|date|still|"
    + abroad.PRESENT
    + r")\b"
)
DASH = (
    # Counted, as several parts that may all be spaces would try every way to share a long run of them.
    r"[ \t]{0,20}(?:[-\u2010-\u2015~]{1,3}|\bto\b|\bthrough\b|\bthru\b|\buntil\b|\btill\b|\bup to\b|\b(?:"
    + abroad.TO
    + r")\b)[ \t]{0,20}"
)
# What a date, a range or a word such as "since" can begin with.
FIRST_LETTERS = re.escape("".join(sorted({name[0] for name in (*MONTHS, *SEASONS)})))
RANGE = re.compile(
    rf"(?<![\w/.])(?=[\d{FIRST_LETTERS}]|(?:since|{abroad.SINCE})[ ])(?:"
    rf"(?P<start>{POINT})(?:{DASH}\n?[ ]{{0,20}}|[ ]{{0,20}}\n[ ]{{0,20}}{DASH})(?:the[ ])?(?P<end>{PRESENT}|{POINT})"
    rf"|(?P<first>{MONTH})[ ]?{DASH}(?P<last>{MONTH}[ ,]{{0,20}}{YEAR})"
    rf"|(?P<glued>{YEAR})(?P<glued_end>{YEAR})"
    rf"|(?P<begin>{POINT})[ \t\n]{{0,2}}(?P<open>{PRESENT}|onwards?\b)"
    rf"|(?P<month>{MONTH_POINT})[ \t]{{0,20}}[ \n][ \t]{{0,20}}(?P<next>{MONTH_POINT})"
    rf"|\b(?:since|{abroad.SINCE})[ ](?P<since>{POINT})"
    rf")(?!\w)",
    re.I,
)
SINGLE = re.compile(rf"(?<![\w/.$])(?=[\d{FIRST_LETTERS}]){POINT}(?![\w%])", re.I)
DIGIT = re.compile(r"\d")
DAY_FIRST = re.compile(r"\d{1,2}[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Two points in time as written, YYYY-MM or YYYY or "present", and where they stand."""

    first: str
    last: str
    start: int
    end: int


def as_point(text: str) -> str | None:
    """YYYY-MM, or YYYY where the CV names no month."""
    lowered = text.lower()
    if re.match(PRESENT, lowered) or lowered.startswith("onward"):
        return "present"
    if match := DAY_FIRST.search(lowered):
        month, year = int(match[1]), match[2]
        return f"{year}-{month:02d}" if 1 <= month <= 12 else year
    if match := re.search(rf"({YEAR})[/.-](\d\d)(?!\d)", lowered):
        return f"{match[1]}-{match[2]}"
    if match := re.search(r"[^\W\d_]+", lowered):
        month = MONTHS.get(match[0]) or SEASONS.get(match[0]) or 0
        if not month and len(words := re.findall(r"[^\W\d_]+", lowered)) > 1:
            month = MONTHS.get(words[1]) or SEASONS.get(words[1]) or 0
        year_match = re.search(YEAR, lowered)
        year = year_match[0] if year_match else full_year(lowered[-2:])
        return f"{year}-{month:02d}" if month else year
    if match := re.search(rf"(\d{{1,2}})[ ]?[/.-][ ]?({YEAR})", lowered):
        return f"{match[2]}-{int(match[1]):02d}"
    match = re.search(YEAR, lowered)
    return match[0] if match else None


def full_year(two_digits: str) -> str:
    return ("19" if int(two_digits) >= 50 else "20") + two_digits


def matches_of(date: re.Pattern[str], text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Where it stands in the text; each has a year, so a long text without any digit need not be looked through."""
    return date.finditer(text, start, end) if DIGIT.search(text, start, end) else iter(())


def find_ranges(text: str, start: int, end: int) -> Iterator[DateRange]:
    """All ranges between two offsets whose end does not lie before their start."""
    for match in matches_of(RANGE, text, start, end):
        if match["first"]:
            last = as_point(match["last"])
            first = as_point(f"{match['first']} {last[:4]}") if last else None
        elif match["glued"]:
            first, last = match["glued"], match["glued_end"]
        elif match["begin"]:
            first, last = as_point(match["begin"]), "present"
        elif match["month"]:
            first, last = as_point(match["month"]), as_point(match["next"])
        elif match["since"]:
            first, last = as_point(match["since"]), "present"
        else:
            first, last = as_point(match["start"]), as_point(match["end"])
        if first and last and (last == "present" or first[:4] <= last[:4]):
            yield DateRange(first, last, match.start(), match.end())


def month_number(point: str, as_of: date) -> int:
    """Months since year 0. A bare year counts from its middle, which is wrong by six months at most."""
    if point == "present":
        return as_of.year * 12 + as_of.month
    year, _, month = point.partition("-")
    return int(year) * 12 + (int(month) if month else 7)


def years_covered(ranges: list[tuple[str, str]], as_of: date) -> float:
    """The union of the ranges in years: two jobs at once count once, the future not at all."""
    now = month_number("present", as_of)
    months = sorted((month_number(first, as_of), min(month_number(last, as_of), now)) for first, last in ranges)
    total = covered_to = 0
    for first, last in months:
        if last > max(first, covered_to):
            total += last - max(first, covered_to)
            covered_to = last
    return round(total / 12, 1)
