"""The score of the form: what an applicant tracking system can read, and a person in a minute."""

import re
from collections import Counter

from apps.cv_analysis.parsing.dates import find_ranges

from .parts import Part, Said, Score, Value, part, share
from .reading import Reading

OUT_OF = {
    "contact": 15,
    "headings": 20,
    "order": 5,
    "length": 15,
    "bullets": 10,
    "date_style": 10,
    "layout": 10,
    "characters": 8,
    "hidden": 2,
    "file": 5,
}
CONTACT = {"email": 6, "phone": 6, "links": 3}
HEADINGS = {"experience": 7, "education": 7, "skills": 6}
# What interests a reader least stands last.
LAST = frozenset({"interests", "references"})
SHORT_WORDS, GOOD_WORDS, LONG_WORDS, TOO_LONG_WORDS = 120, 250, 1100, 1800
GOOD_PAGES = 3
LONG_LINE_WORDS = 40
TAB_SHARE_PERCENT = 25
ODD = re.compile("[\ufffd\ue000-\uf8ff\u2500-\u259f\u2600-\u26ff\U0001f000-\U0001faff]|\\(cid:\\d+\\)")
FILE_POINTS = {"pdf": 5, "docx": 5, "odt": 4, "rtf": 4, "txt": 4, "html": 3, "htm": 3, "doc": 2}
STYLES = (
    ("month-year", re.compile(r"[^\W\d_]{3,}\.?[ ,'\u2019/-]*(?:\d{4}|\d\d)$")),
    ("mm/yyyy", re.compile(r"\d{1,2}[/.-]\d{4}$")),
    ("day", re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$|\d{4}-\d\d-\d\d$|\d{1,2}\S* [^\W\d_]+,? \d{4}$")),
    ("yyyy-mm", re.compile(r"\d{4}[/.-]\d\d$")),
    ("yyyy", re.compile(r"\d{4}$")),
)


def formatting_score(reading: Reading) -> Score:
    return Score(
        "formatting",
        (
            _contact(reading),
            _headings(reading),
            _order(reading),
            _length(reading),
            _bullets(reading),
            _date_style(reading),
            _layout(reading),
            _characters(reading),
            _hidden(reading),
            _file(reading),
        ),
    )


def _contact(reading: Reading) -> Part:
    """Whether somebody can answer; what the data say about the person does not matter."""
    there = [key for key in CONTACT if reading.findings.get(key)]
    missing = [key for key in CONTACT if key not in there]
    values = {"missing": ",".join(missing)}
    key = "formatting.contact" if missing else "formatting.contact.whole"
    said = (Said(key, values), Said("formatting.contact.cure", values))
    return part("contact", sum(CONTACT[key] for key in there), OUT_OF["contact"], said)


def _headings(reading: Reading) -> Part:
    kinds = {kind for kind, _place in reading.sections}
    missing = [kind for kind in HEADINGS if kind not in kinds]
    values = {"missing": ",".join(missing)}
    key = "formatting.headings" if missing else "formatting.headings.whole"
    points = sum(points for kind, points in HEADINGS.items() if kind in kinds)
    places = [(start, start) for kind, (start, _end) in reading.sections if kind in HEADINGS]
    return part(
        "headings", points, OUT_OF["headings"], (Said(key, values), Said("formatting.headings.cure", values)), places
    )


def _order(reading: Reading) -> Part:
    kinds = [kind for kind, _place in reading.sections]
    main = [index for index, kind in enumerate(kinds) if kind in HEADINGS]
    is_late = bool(main) and any(kind in LAST for kind in kinds[: max(main)])
    summary_late = "summary" in kinds and bool(main) and kinds.index("summary") > min(main)
    points = OUT_OF["order"] - (3 if is_late else 0) - (2 if summary_late else 0)
    key = "formatting.order.late" if is_late else "formatting.order.summary" if summary_late else "formatting.order"
    cure = Said(f"{key}.cure") if points < OUT_OF["order"] else None
    return part("order", points, OUT_OF["order"], (Said(key), cure))


def _length(reading: Reading) -> Part:
    words, pages, out_of = reading.words, reading.pages, OUT_OF["length"]
    values = {"words": words, "low": GOOD_WORDS, "high": LONG_WORDS, "pages": pages or 0}
    if words < GOOD_WORDS:
        points = share(out_of, max(0, words - SHORT_WORDS // 2), GOOD_WORDS - SHORT_WORDS // 2)
        said = (Said("formatting.length.short", values), Said("formatting.length.short.cure", values))
    elif words > LONG_WORDS or (pages or 0) > GOOD_PAGES:
        over = max(words - LONG_WORDS, 0)
        points = out_of - 4 - share(8, over, TOO_LONG_WORDS - LONG_WORDS)
        said = (Said("formatting.length.long", values), Said("formatting.length.long.cure", values))
    else:
        points, said = out_of, (Said("formatting.length", values), Said("formatting.length", values))
    return part("length", points, out_of, said)


def _bullets(reading: Reading) -> Part:
    """Two of three lines about jobs are bullets, or at least short."""
    lines, out_of = reading.work_lines, OUT_OF["bullets"]
    good = [line for line in lines if line.is_bullet or len(line.text.split()) <= LONG_LINE_WORDS // 2]
    values = {"count": len(good), "total": len(lines), "missing": len(lines) - len(good)}
    said = (Said("formatting.bullets", values), Said("formatting.bullets.cure", values))
    places = [(line.start, line.end) for line in lines if line not in good]
    return part("bullets", share(out_of, 3 * len(good), 2 * len(lines)), out_of, said, places)


def style_of(written: str) -> str:
    """How a date is written, told by its first point."""
    first = re.split(r"\s*(?:[\u2010-\u2015~]|\s-\s|\bto\b|\buntil\b|\btill\b)\s*", written.strip(), maxsplit=1)[
        0
    ].strip()
    return next((name for name, pattern in STYLES if pattern.fullmatch(first) or pattern.match(first)), "other")


def _date_style(reading: Reading) -> Part:
    out_of = OUT_OF["date_style"]
    written = [
        (style_of(reading.text[found.start : found.end]), (found.start, found.end))
        for kind, (start, end) in reading.sections
        if kind == "experience"
        for found in find_ranges(reading.text, start, end)
    ]
    if not written:
        return part("date_style", 0, out_of, (Said("formatting.dates.none"), Said("formatting.dates.none.cure")))
    usual, count = Counter(style for style, _place in written).most_common(1)[0]
    values: dict[str, Value] = {"count": count, "total": len(written), "missing": len(written) - count, "style": usual}
    said = (Said("formatting.dates", values), Said("formatting.dates.cure", values))
    places = [place for style, place in written if style != usual]
    return part("date_style", share(out_of, count, len(written)), out_of, said, places)


def _layout(reading: Reading) -> Part:
    """Wide gaps inside many lines are columns and tables, which many systems read across."""
    out_of = OUT_OF["layout"]
    kinds = {kind: place for kind, place in reading.sections if kind not in {"header", "contact", "other"}}
    lines = [line for start, end in kinds.values() for line in reading.text[start:end].split("\n") if line.strip()]
    wide = [line for line in lines if len([piece for piece in line.split("\t") if piece.strip()]) > 1]
    percent = 100 * len(wide) // len(lines) if lines else 0
    if percent <= TAB_SHARE_PERCENT:
        return part("layout", out_of, out_of, (Said("formatting.layout"), None))
    values = {"percent": percent}
    said = (Said("formatting.layout.columns", values), Said("formatting.layout.columns.cure", values))
    return part("layout", out_of - 3 - share(7, percent - TAB_SHARE_PERCENT, 50), out_of, said)


def _characters(reading: Reading) -> Part:
    out_of = OUT_OF["characters"]
    odd = [(match.start(), match.end()) for match in ODD.finditer(reading.text)]
    values = {"count": len(odd)}
    key = "formatting.characters" if odd else "formatting.characters.none"
    said = (Said(key, values), Said("formatting.characters.cure", values))
    return part("characters", out_of - min(out_of, 1 + len(odd) // 2 if odd else 0), out_of, said, odd)


def _hidden(reading: Reading) -> Part:
    """Words that no reader sees or that order the reader about cost two points and gain none."""
    hidden = len(reading.findings.get("hidden") or ())
    out_of = OUT_OF["hidden"]
    if not hidden and not reading.commands and not reading.stuffed:
        return part("hidden", out_of, out_of, (Said("formatting.hidden.none"), None))
    values = {"hidden": hidden, "commands": len(reading.commands), "stuffed": len(reading.stuffed)}
    key = "hidden" if hidden else "commands" if reading.commands else "stuffed"
    said = (Said(f"formatting.hidden.{key}", values), Said("formatting.hidden.cure"))
    return part("hidden", 0, out_of, said, [*reading.commands, *reading.stuffed])


def _file(reading: Reading) -> Part:
    out_of = OUT_OF["file"]
    ending = reading.file_name.rpartition(".")[2] if "." in reading.file_name else ""
    if not ending:
        return part("file", out_of, out_of, (Said("formatting.file.unknown"), None))
    values = {"ending": ending.upper()}
    said = (Said("formatting.file", values), Said("formatting.file.cure", values))
    return part("file", FILE_POINTS.get(ending, 2), out_of, said)
