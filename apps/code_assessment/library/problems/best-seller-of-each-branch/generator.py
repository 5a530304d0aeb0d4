"""Prints tables with rows: the same arguments give the same rows."""

import random
import sys

TABLES = """CREATE TABLE sale (
    id INTEGER PRIMARY KEY,
    branch TEXT NOT NULL,
    product TEXT NOT NULL,
    pieces INTEGER NOT NULL,
    price_cents INTEGER NOT NULL
);
"""


def insert(table, rows):
    for start in range(0, len(rows), 500):
        print(f"INSERT INTO {table} VALUES")
        print(",\n".join(rows[start : start + 500]) + ";")


sales, branches, products, seed = map(int, sys.argv[1:])
random.seed(seed)
print(TABLES, end="")
lines = []
for number in range(1, sales + 1):
    branch, product = random.randint(1, branches), random.randint(1, products)
    pieces = random.choice((-1, 1, 1, 1, 2, 2, 3)) if seed == 3 else random.randint(-20, 60) or 1
    price = 100 if seed == 3 else random.randint(1, 400) * 25
    lines.append(f"({number}, 'branch {branch}', 'product {product:03}', {pieces}, {price})")
insert("sale", lines)
