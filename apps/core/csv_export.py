"""Sends a list as a CSV file, row by row, in a form that no spreadsheet program takes for commands."""

import csv
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from apps.core.listing import Export

# A cell that begins with one of these would be calculated by the program that opens the file (OWASP, CSV injection).
# Where semicolons part cells, as on German machines, or a line is torn, what stands after them begins a cell as well.
_SIGNS = r"=+\-@\uff1d\uff0b\uff0d\uff20"
_COMMAND = re.compile(rf"^(?= *[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])(?= *[{_SIGNS}])")
# Excel reads UTF-8 only with this at the beginning.
_BOM = "\ufeff"


class _Line:
    """What the csv module writes into: the line goes out at once."""

    def write(self, line: str) -> str:
        return line


def plain_cell(value: object) -> str:
    """The value as text that stays text; a number is one for other programs too, also below 0."""
    text = "" if value is None else str(value)
    return text if isinstance(value, int | float | Decimal) else _COMMAND.sub("'", text)


def _lines(export: Export, rows: Iterable[Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield _BOM + writer.writerow([str(head) for head in export.heads])
    for row in rows:
        yield writer.writerow([plain_cell(value) for value in export.row(row)])


def csv_response(export: Export, rows: Iterable[Any]) -> StreamingHttpResponse:
    """The whole list as an attachment."""
    response = StreamingHttpResponse(_lines(export, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{export.name}.csv"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
