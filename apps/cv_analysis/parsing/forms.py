"""CVs that are forms, such as the Europass CV: every line has a label, and what it says stands behind it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .sections import Section

LABEL = re.compile(
    r"(?:(?P<dates>dates?|duration|period|from ?[-\u2013/] ?to)"
    r"|(?P<title>occupation(?: or position held)?|(?:job )?title|position(?: held)?|designation|role)"
    r"|(?P<company>name and address of (?:the )?employer|company name"
    r"|(?:name of (?:the )?)?(?:employer|company|organi[sz]ation))"
    r"|(?P<degree>title of (?:the )?qualification(?: awarded)?|qualification(?: awarded)?|degree)"
    r"|(?P<institution>name and type of organi[sz]ation(?: providing education(?: and training)?)?"
    r"|(?:name of (?:the )?)?(?:school|university|college|institution)))"
    r"[ ]*(?:[:\t]|[\u2013-](?=[ \t]))\s*(?=\S)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Value:
    """What stands behind a label, up to the end of its line; `line` is the number of the line in its section."""

    line: int
    start: int
    end: int


def records_in(section: Section, *, needed: str, others: frozenset[str]) -> Iterator[dict[str, Value]]:
    """The labelled values of each record; one begins where a label comes again. Nothing where `needed` is nowhere."""
    record: dict[str, Value] = {}
    found: list[dict[str, Value]] = []
    for number, line in enumerate(section.lines):
        match = LABEL.match(line.text)
        kind = match.lastgroup if match else None
        if match is None or kind is None or kind not in {needed, *others}:
            continue
        if kind in record:
            found.append(record)
            record = {}
        record[kind] = Value(number, line.start + match.end(), line.end)
    found.append(record)
    if all(needed in one and len(one) > 1 for one in found):
        yield from found
