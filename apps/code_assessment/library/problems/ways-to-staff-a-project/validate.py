"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


count = int(sys.stdin.readline())
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(1 <= count <= 50_000 and len(rows) == count, "the number of questions is wrong")
for row in rows:
    need(len(row) == 4 and min(row) >= 0, f"{row} is no question")
    need(max(row[:2]) <= 100_000 and row[2] <= 200_000 and row[3] <= 20, f"{row} is out of range")
