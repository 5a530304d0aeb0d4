"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


talks, walk = json.load(sys.stdin)
need(len(talks) <= 50_000 and 0 <= walk <= 1_000_000, "a size is out of range")
for talk in talks:
    need(len(talk) == 2 and 0 <= talk[0] < talk[1] <= 1_000_000_000, f"{talk} is no talk")
