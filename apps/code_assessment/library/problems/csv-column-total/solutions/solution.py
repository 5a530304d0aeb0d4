import csv
import io
import re


def column_total(text: str, column: str) -> int | None:
    header, *records = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = header or [""]
    if column not in header:
        return None
    at = header.index(column)
    fields = (record[at] for record in records if len(record) > at)
    return sum(int(field) for field in fields if re.fullmatch(r"-?[0-9]+", field))
