"""Reads the data export that LinkedIn sends to its members: a ZIP with a table for each part of a profile."""

import csv
import io
import re
from collections.abc import Iterator
from zipfile import BadZipFile, ZipFile

from apps.cv_analysis.builder.from_parsed import lines_of
from apps.cv_analysis.builder.reading import LINE_LIMIT, LIST_LIMIT, TEXT_LIMIT, clean
from apps.cv_analysis.builder.resume import (
    PRESENT,
    Certificate,
    Degree,
    Job,
    Language,
    Link,
    Project,
    Publication,
    Resume,
    SkillGroup,
)
from apps.cv_analysis.parsing.dates import as_point

MOST_FILES = 2000
MOST_BYTES_OF_A_TABLE = 2 * 1024 * 1024
TABLES = (
    "profile",
    "positions",
    "education",
    "skills",
    "certifications",
    "languages",
    "projects",
    "publications",
    "email addresses",
    "phonenumbers",
)
# What LinkedIn says of a language, on the scale that CVs use.
LEVELS = {
    "elementary proficiency": "A2",
    "limited working proficiency": "B1",
    "professional working proficiency": "B2",
    "full professional proficiency": "C1",
    "native or bilingual proficiency": "native",
}
Row = dict[str, str]


class LinkedInError(ValueError):
    """Why a file is no export of LinkedIn's; `code` is not-a-zip, no-profile, too-large or damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def resume_from_linkedin(archive: bytes) -> Resume:
    """The CV that the export makes; tables that are not in it leave their sections empty."""
    tables = _tables(archive)
    profile = next(iter(tables["profile"]), {})
    names = (profile.get("first name", ""), profile.get("last name", ""))
    emails = sorted(tables["email addresses"], key=lambda row: row.get("primary", "").lower() != "yes")
    numbers = [row.get("number", "") for row in tables["phonenumbers"]]
    skills = tuple(dict.fromkeys(row.get("name", "") for row in tables["skills"] if row.get("name")))
    return Resume(
        name=" ".join(name for name in names if name),
        headline=profile.get("headline", ""),
        email=next((row["email address"] for row in emails if row.get("email address")), ""),
        phone=next((number for number in numbers if number), ""),
        location=profile.get("geo location") or profile.get("address", ""),
        links=tuple(Link("", url) for url in _websites(profile.get("websites", ""))),
        summary=profile.get("summary", ""),
        experience=tuple(_job(row) for row in tables["positions"]),
        education=tuple(_degree(row) for row in tables["education"]),
        skills=(SkillGroup("", skills=skills[:LIST_LIMIT]),) if skills else (),
        certifications=tuple(_certificate(row) for row in tables["certifications"]),
        languages=tuple(
            Language(row.get("name", ""), LEVELS.get(row.get("proficiency", "").lower(), ""))
            for row in tables["languages"]
        ),
        projects=tuple(_project(row) for row in tables["projects"]),
        publications=tuple(
            Publication(
                row.get("name", ""),
                row.get("publisher", ""),
                _point(row.get("published on", "")),
                row.get("url", ""),
                row.get("description", ""),
            )
            for row in tables["publications"]
        ),
    )


def _tables(archive: bytes) -> dict[str, list[Row]]:
    """The rows of each table we know, by the name of its file; raises LinkedInError."""
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    try:
        with ZipFile(io.BytesIO(archive)) as packed:
            members = packed.infolist()
            if len(members) > MOST_FILES:
                raise LinkedInError("too-large")
            seen = set()
            for member in members:
                name = member.filename.rsplit("/", 1)[-1].lower().removesuffix(".csv")
                if name in tables and name not in seen and member.filename.lower().endswith(".csv"):
                    seen.add(name)
                    with packed.open(member) as file:
                        # Its head may say it is small; what comes out decides.
                        data = file.read(MOST_BYTES_OF_A_TABLE + 1)
                    tables[name] = list(_rows(data))
    except BadZipFile as error:
        raise LinkedInError("damaged" if archive[:2] == b"PK" else "not-a-zip") from error
    except (NotImplementedError, RuntimeError, EOFError, OSError, csv.Error) as error:
        # Encrypted, or packed in a way that nobody packs an export.
        raise LinkedInError("damaged") from error
    if not any(tables[name] for name in ("profile", "positions", "education")):
        raise LinkedInError("no-profile")
    return tables


def _rows(data: bytes) -> Iterator[Row]:
    """The lines of a table, by the lower-case names of its columns; some tables have notes above their head."""
    if len(data) > MOST_BYTES_OF_A_TABLE:
        raise LinkedInError("too-large")
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig", errors="replace")))
    head: list[str] = []
    for count, line in enumerate(lines):
        if not head:
            if len([cell for cell in line if cell.strip()]) > 1 or (count == 0 and line and line[0].strip() == "Name"):
                head = [cell.strip().lower() for cell in line]
            continue
        if any(cell.strip() for cell in line):
            yield {name: _cell(name, cell) for name, cell in zip(head, line, strict=False)}
        if count > LIST_LIMIT:
            return


def _cell(name: str, text: str) -> str:
    if name in {"description", "summary"}:
        return clean(text)[:TEXT_LIMIT].strip()
    return " ".join(clean(text).split())[:LINE_LIMIT].strip()


def _point(text: str) -> str:
    """ "Mar 2021", "2021" or "Mar 3, 2021" as we write it."""
    return (as_point(text) or "") if re.search(r"\d", text) else ""


def _job(row: Row) -> Job:
    start, end = _point(row.get("started on", "")), _point(row.get("finished on", ""))
    return Job(
        title=row.get("title", ""),
        company=row.get("company name", ""),
        location=row.get("location", ""),
        start=start,
        end=end or (PRESENT if start else ""),
        lines=tuple(lines_of(row.get("description", ""))),
    )


def _degree(row: Row) -> Degree:
    return Degree(
        degree=row.get("degree name", ""),
        institution=row.get("school name", ""),
        start=_point(row.get("start date", "")),
        end=_point(row.get("end date", "")),
    )


def _certificate(row: Row) -> Certificate:
    started = _point(row.get("started on", ""))
    return Certificate(row.get("name", ""), row.get("authority", ""), started, row.get("url", ""))


def _project(row: Row) -> Project:
    start, end = _point(row.get("started on", "")), _point(row.get("finished on", ""))
    return Project(
        name=row.get("title", ""),
        url=row.get("url", ""),
        start=start,
        end=end or (PRESENT if start else ""),
        lines=tuple(lines_of(row.get("description", ""))),
    )


def _websites(text: str) -> Iterator[str]:
    """LinkedIn writes them as [PORTFOLIO:https://…,BLOG:https://…]."""
    for part in text.strip("[] ").split(","):
        address = re.sub(r"^[A-Z ]+:(?=https?:|\w)", "", part.strip())
        if "." in address and not re.search(r"\s", address):
            yield address
