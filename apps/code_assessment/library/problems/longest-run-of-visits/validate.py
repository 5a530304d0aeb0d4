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


need(1 <= len(rows("SELECT * FROM visit")) <= 20_000, "there are no visits, or too many")
need(len(rows("SELECT DISTINCT member FROM visit")) <= 2000, "there are too many members")
need(
    not rows("SELECT 1 FROM visit WHERE date(day) <> day OR day NOT BETWEEN '2020-01-01' AND '2030-12-31'"),
    "a day is none",
)
