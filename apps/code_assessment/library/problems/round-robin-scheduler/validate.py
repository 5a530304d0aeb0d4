"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


arrivals, durations, length = json.load(sys.stdin)
need(1 <= len(arrivals) <= 20_000 and len(arrivals) == len(durations), "the number of jobs is wrong")
need(arrivals == sorted(arrivals) and all(0 <= one <= 1_000_000_000 for one in arrivals), "the arrivals are wrong")
need(all(1 <= one <= 1_000_000 for one in (*durations, length)), "a duration is out of range")
need(sum(-(-one // length) for one in durations) <= 400_000, "there are too many slices")
