"""Checks an input against the constraints: fails and says which one it breaks."""

import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


offices = int(sys.stdin.readline())
people = [int(one) for one in sys.stdin.readline().split()]
rows = [[int(one) for one in line.split()] for line in sys.stdin]
need(1 <= offices <= 50_000 and len(people) == offices, "the number of offices is wrong")
need(all(0 <= one <= 1000 for one in people), "a number of people is out of range")
need(len(rows) == offices - 1, "the number of lines is wrong")
need(all(len(row) == 2 and 1 <= min(row) and max(row) <= offices for row in rows), "a line is wrong")
root = list(range(offices + 1))
for one, other in rows:
    for _ in range(offices):
        if root[one] == one and root[other] == other:
            break
        root[one], root[other] = root[root[one]], root[root[other]]
        one, other = root[one], root[other]
    need(one != other, "there is more than one way")
    root[max(one, other)] = min(one, other)
