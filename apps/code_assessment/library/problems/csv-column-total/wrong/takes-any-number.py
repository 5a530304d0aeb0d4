import csv
import io


def column_total(text: str, column: str) -> int | None:
    header, *records = csv.reader(io.StringIO(text, newline=""))
    if column not in header:
        return None
    at, total = header.index(column), 0
    for record in records:
        try:
            total += int(record[at])
        except (IndexError, ValueError):
            continue
    return total
