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


leads = dict(rows("SELECT id, lead_id FROM employee"))
need(1 <= len(leads) <= 3000, "there are no employees, or too many")
total = 0
for person in leads:
    steps = 0
    while (person := leads[person]) is not None:
        need(person in leads, "a lead is nobody")
        steps += 1
        need(steps < len(leads), "somebody is their own lead")
    total += steps
need(total <= 100_000, "the chart is too deep")
