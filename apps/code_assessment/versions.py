"""Versions of an own problem: what stood there, who wrote it, and what two of them have different."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from apps.accounts.models import Member
from apps.code_assessment.differences import SAME, Row, side_by_side
from apps.code_assessment.models import Problem
from apps.core.problems import MissingError


@dataclass(frozen=True, slots=True)
class Version:
    """One of them; `at` is when it was replaced, and nothing for what stands there."""

    number: int
    at: datetime | None
    by: Member | None
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VersionsCompared:
    """Two versions side by side; no rows where they are too long for that."""

    before: Version
    after: Version
    rows: list[Row] | None

    @property
    def changes(self) -> int:
        return sum(row.kind != SAME for row in self.rows or ())


def versions_of(problem: Problem) -> list[Version]:
    """All that are kept, the newest first."""
    known = Member.objects.in_bulk([row["by"] for row in problem.earlier if row["by"]])
    by_id = {str(pk): member for pk, member in known.items()}
    earlier = [
        Version(row["version"], parse_datetime(row["at"]), by_id.get(row["by"]), row["content"])
        for row in problem.earlier
    ]
    return [Version(problem.version, None, problem.written_by, problem.content), *reversed(earlier)]


def compared(versions: list[Version], one: str, other: str) -> VersionsCompared | None:
    """The two that were asked for, or the last two; None where there is only one."""
    by_number = {str(version.number): version for version in versions}
    if not one and not other:
        if len(versions) == 1:
            return None
        one, other = str(versions[1].number), str(versions[0].number)
    if one not in by_number or other not in by_number:
        raise MissingError
    before, after = sorted((by_number[one], by_number[other]), key=lambda version: version.number)
    return VersionsCompared(before, after, side_by_side(written_out(before.content), written_out(after.content)))


def written_out(content: Mapping[str, Any]) -> str:
    """A problem as lines that can be compared: texts as they are, the rest as JSON with a line for each value."""
    parts = []
    for name, value in sorted(content.items()):
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
        parts.append(f"{name}: {text}" if "\n" not in text else f"{name}:\n{text}")
    return "\n".join(parts)
