import csv
import io
import re


def column_total(text: str, column: str) -> int | None:
    records = list(csv.DictReader(io.StringIO(text, newline="")))
    if column not in next(csv.reader(io.StringIO(text, newline=""))):
        return None
    fields = (record[column] or "" for record in records)
    return sum(int(field) for field in fields if re.fullmatch(r"-?[0-9]+", field))
