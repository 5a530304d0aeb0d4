"""Prints tables with rows: the same arguments give the same rows."""

import random
import sys

TABLES = """CREATE TABLE employee (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    lead_id INTEGER REFERENCES employee (id)
);
"""


def insert(table, rows):
    for start in range(0, len(rows), 500):
        print(f"INSERT INTO {table} VALUES")
        print(",\n".join(rows[start : start + 500]) + ";")


people, depth, seed = map(int, sys.argv[1:])
random.seed(seed)
print(TABLES, end="")
ids = random.sample(range(1, 10 * people), people)
depths = {}
lines = []
for place, number in enumerate(ids):
    above = [other for other in ids[max(0, place - 40) : place] if depths[other] < depth]
    lead = random.choice(above[:8]) if above and place > 3 else None
    depths[number] = depths[lead] + 1 if lead else 0
    lines.append(f"({number}, 'person {number:05}', {lead or 'NULL'})")
random.shuffle(lines)
insert("employee", lines)
