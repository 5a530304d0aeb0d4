"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


hours, values, capacity = json.load(sys.stdin)
need(1 <= len(hours) <= 100 and len(hours) == len(values), "the number of tasks is wrong")
need(all(1 <= one <= 1000 for one in hours) and all(0 <= one <= 1_000_000 for one in values), "a task is out of range")
need(0 <= capacity <= 10_000, "the capacity is out of range")
