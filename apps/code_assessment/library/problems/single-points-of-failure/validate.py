"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


sites, cables = (int(one) for one in sys.stdin.readline().split())
need(1 <= sites <= 50_000 and 0 <= cables <= 100_000, "a count is out of range")
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(len(rows) == cables, "there are too few or too many cables")
for row in rows:
    need(len(row) == 2 and row[0] != row[1] and all(1 <= one <= sites for one in row), f"{row} is no cable")
