"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


depots, roads = (int(one) for one in sys.stdin.readline().split())
need(1 <= depots <= 20_000 and 0 <= roads <= 60_000, "a count is out of range")
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(len(rows) == roads, "there are too few or too many roads")
for row in rows:
    need(len(row) == 3 and row[0] != row[1] and 0 <= row[2] <= 1_000_000, f"{row} is no road")
    need(1 <= row[0] <= depots and 1 <= row[1] <= depots, f"{row} names no depot")
