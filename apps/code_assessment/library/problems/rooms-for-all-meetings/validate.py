"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


count = int(sys.stdin.readline())
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(1 <= count <= 100_000 and len(rows) == count, "the number of meetings is wrong")
need(all(len(row) == 2 and 0 <= row[0] < row[1] <= 1_000_000_000 for row in rows), "a meeting is wrong")
need(all(one[0] < other[0] for one, other in zip(rows, rows[1:], strict=False)), "the beginnings do not grow")
