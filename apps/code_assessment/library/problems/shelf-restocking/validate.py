"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


shelves, deliveries, questions = (int(one) for one in sys.stdin.readline().split())
need(all(1 <= one <= 200_000 for one in (shelves, deliveries, questions)), "a count is out of range")
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(len(rows) == deliveries + questions, "there are too few or too many lines")
need(all(len(row) == 3 and -10_000 <= row[2] <= 10_000 for row in rows[:deliveries]), "a delivery has a wrong form")
need(all(len(row) == 2 for row in rows[deliveries:]), "a question has a wrong form")
need(all(1 <= row[0] <= row[1] <= shelves for row in rows), "a range is wrong")
