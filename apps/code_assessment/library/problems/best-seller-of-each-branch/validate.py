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


need(1 <= len(rows("SELECT * FROM sale")) <= 20_000, "there are no sales, or too many")
need(not rows("SELECT 1 FROM sale WHERE pieces = 0 OR pieces NOT BETWEEN -100 AND 100"), "pieces are out of range")
need(not rows("SELECT 1 FROM sale WHERE price_cents NOT BETWEEN 1 AND 100000"), "a price is out of range")
