"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(assignments,) = json.load(sys.stdin)
need(len(assignments) <= 50_000, "there are too many assignments")
for one in assignments:
    need(len(one) == 3 and 0 <= one[0] < one[1] <= 1_000_000_000 and 0 <= one[2] <= 1_000_000_000, f"{one} is wrong")
