"""Licenses for many tenants from a CSV file: what each line would do, and then what it did."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import StringIO

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.core.modules import all_modules
from apps.core.problems import ProblemError
from apps.marketplace.models import License
from apps.marketplace.services import grant_license
from apps.tenants.admin_deeds import end_of
from apps.tenants.models import Tenant

COLUMNS = ("tenant", "module", "kind", "seats", "ends_on")
MOST_LINES = 500
MOST_SEATS = 100_000
KINDS = (License.Kind.PLATFORM.value, License.Kind.PURCHASE.value)


@dataclass(frozen=True, slots=True)
class Grant:
    """What a line asks for."""

    tenant: Tenant
    module: str
    kind: str
    seats: int | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file with what it asks for, or why it cannot be done; `outcome` says it in words."""

    number: int
    text: str
    grant: Grant | None
    outcome: str

    @property
    def is_good(self) -> bool:
        return self.grant is not None


class _BadLine(Exception):  # noqa: N818 -- a reason, said in the report
    pass


def text_of(content: bytes) -> str:
    """The file as text, whatever program wrote it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def read_lines(text: str) -> list[Line]:
    """What each line would do; nothing is written. Columns are parted by comma, semicolon or tab."""
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if numbered and numbered[0][1][0].strip().lower() == COLUMNS[0]:
        numbered = numbered[1:]
    tenants = _tenants_named([row[0].strip().lower() for _number, row in numbered])
    seen: set[tuple[str, str]] = set()
    return [_line(number, row, tenants, seen, place) for place, (number, row) in enumerate(numbered)]


def _tenants_named(slugs: list[str]) -> dict[str, Tenant]:
    found = Tenant.objects.in_use().filter(slug__in=slugs)
    return {str(tenant.slug): tenant for tenant in found}


def _line(number: int, row: list[str], tenants: dict[str, Tenant], seen: set[tuple[str, str]], place: int) -> Line:
    text = ", ".join(cell.strip() for cell in row)
    try:
        grant = _new_grant(row, tenants, seen, place)
    except _BadLine as reason:
        return Line(number, text, None, str(reason))
    has_one = License.objects.filter(tenant=grant.tenant, module=grant.module).exists()
    return Line(number, text, grant, _("Changes the license that is there") if has_one else _("Gives a new license"))


def _new_grant(row: list[str], tenants: dict[str, Tenant], seen: set[tuple[str, str]], place: int) -> Grant:
    if place >= MOST_LINES:
        raise _BadLine(_("A file has at most %(n)d lines.") % {"n": MOST_LINES})
    grant = _grant(row, tenants)
    if (key := (str(grant.tenant.slug), grant.module)) in seen:
        raise _BadLine(_("An earlier line is about the same workspace and module."))
    seen.add(key)
    return grant


def _grant(row: list[str], tenants: dict[str, Tenant]) -> Grant:
    cells = dict(zip(COLUMNS, [*(cell.strip() for cell in row), *[""] * len(COLUMNS)], strict=False))
    if len(row) > len(COLUMNS):
        raise _BadLine(_("There are too many columns."))
    tenant = tenants.get(cells["tenant"].lower())
    if tenant is None:
        raise _BadLine(_("No workspace has this address."))
    if cells["module"] not in {config.label for config in all_modules()}:
        raise _BadLine(_("There is no such module."))
    kind = cells["kind"] or License.Kind.PLATFORM.value
    if kind not in KINDS:
        raise _BadLine(_("The kind is %(kinds)s.") % {"kinds": " / ".join(KINDS)})
    return Grant(tenant, cells["module"], kind, _seats(cells["seats"]), _day(cells["ends_on"]))


def _seats(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_SEATS:
        raise _BadLine(_("Seats are a number from 1, or empty for everybody."))
    return int(text)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _BadLine(_("Write the last day as 2026-12-31.")) from error
    if day < timezone.localdate():
        raise _BadLine(_("This day has passed."))
    return day


def grant_lines(lines: list[Line], *, why: str) -> Iterator[Line]:
    """Do what the good lines ask for, one by one; one that is refused stops none of the others."""
    for line in lines:
        yield _granted(line, line.grant, why) if line.grant else line


def _granted(line: Line, grant: Grant, why: str) -> Line:
    try:
        grant_license(
            grant.tenant,
            module=grant.module,
            kind=grant.kind,
            seat_limit=grant.seats,
            ends_at=end_of(grant.ends_on),
            why=why,
        )
    except ProblemError as problem:
        return Line(line.number, line.text, None, f"{problem.title} {problem.detail}".strip())
    return Line(line.number, line.text, grant, _("Granted"))
