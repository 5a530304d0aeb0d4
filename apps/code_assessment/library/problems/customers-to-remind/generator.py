"""Prints tables with rows: the same arguments give the same rows."""

import random
import sys

TABLES = """CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE invoice (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    cents INTEGER NOT NULL,
    due_on TEXT NOT NULL,
    paid_on TEXT
);
CREATE TABLE today (day TEXT NOT NULL);
"""


def insert(table, rows):
    for start in range(0, len(rows), 500):
        print(f"INSERT INTO {table} VALUES")
        print(",\n".join(rows[start : start + 500]) + ";")


customers, invoices, seed = map(int, sys.argv[1:])
random.seed(seed)


def day(first=2023, last=2026):
    return f"{random.randint(first, last)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


print(TABLES, end="")
names = [f"Company {random.randint(1, 4 * customers // seed)}" for _ in range(customers)]
insert("customer", [f"({number}, '{name}')" for number, name in enumerate(names, 1)])
insert(
    "invoice",
    [
        f"({number}, {random.randint(1, customers)}, {random.randint(1, 50) * 100}, '{day()}', "
        + (f"'{day(2026, 2026)}')" if random.random() < 0.6 else "NULL)")
        for number in range(1, invoices + 1)
    ],
)
print("INSERT INTO today VALUES ('2025-07-01');")
