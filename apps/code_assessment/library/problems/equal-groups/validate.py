"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


people, smallest = json.load(sys.stdin)
need(1 <= len(people) <= 100_000 and 1 <= smallest <= 1000, "a size is out of range")
need(all(1 <= one <= 300_000 for one in people), "a number of people is out of range")
