"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


stations, distance, reach = json.load(sys.stdin)
need(len(stations) <= 100_000, "there are too many stations")
need(1 <= distance <= 1_000_000_000 and 1 <= reach <= 1_000_000_000, "a distance is out of range")
need(stations == sorted(set(stations)), "the stations are not sorted")
need(all(0 < one < distance for one in stations), "a station is out of range")
