"""Prints tables with rows: the same arguments give the same rows."""

import random
import sys
from datetime import date, timedelta

TABLES = """CREATE TABLE visit (member TEXT NOT NULL, day TEXT NOT NULL);
"""


def insert(table, rows):
    for start in range(0, len(rows), 500):
        print(f"INSERT INTO {table} VALUES")
        print(",\n".join(rows[start : start + 500]) + ";")


visits, members, seed = map(int, sys.argv[1:])
random.seed(seed)
print(TABLES, end="")
span = max(30, min(2500, 3 * visits // (2 * members)))
lines = []
for _ in range(visits):
    day = date(2021, 1, 1) + timedelta(days=random.randrange(span))
    lines.append(f"('member {random.randint(1, members):04}', '{day}')")
insert("visit", lines)
