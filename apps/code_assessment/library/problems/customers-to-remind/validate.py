"""Checks an input against the constraints: fails and says which one it breaks."""

import sqlite3
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


database = sqlite3.connect(":memory:")
database.executescript(sys.stdin.read())


def rows(query):
    return database.execute(query).fetchall()


need(len(rows("SELECT * FROM today")) == 1, "today is not one row")
need(len(rows("SELECT * FROM customer")) <= 2000, "there are too many customers")
need(len(rows("SELECT * FROM invoice")) <= 20_000, "there are too many invoices")
need(not rows("SELECT 1 FROM invoice WHERE cents NOT BETWEEN 1 AND 10000000"), "an amount is out of range")
days = "SELECT due_on FROM invoice UNION SELECT paid_on FROM invoice UNION SELECT day FROM today"
need(
    not rows(f"SELECT 1 FROM ({days}) WHERE due_on NOT BETWEEN '2020-01-01' AND '2030-12-31' OR date(due_on) <> due_on"),
    "a day is none",
)
need(not rows("SELECT 1 FROM invoice WHERE customer_id NOT IN (SELECT id FROM customer)"), "an invoice has no customer")
