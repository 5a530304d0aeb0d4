"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


services, pairs = (int(one) for one in sys.stdin.readline().split())
need(1 <= services <= 50_000 and 0 <= pairs <= 150_000, "a count is out of range")
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(len(rows) == pairs, "there are too few or too many pairs")
for row in rows:
    need(len(row) == 2 and row[0] != row[1] and all(1 <= one <= services for one in row), f"{row} is no pair")
