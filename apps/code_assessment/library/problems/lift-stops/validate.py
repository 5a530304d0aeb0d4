"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


start, calls = json.load(sys.stdin)
need(len(calls) <= 2000 and 0 <= start <= 1000, "the start or the number of calls is out of range")
need(all(len(call) == 2 and 0 <= call[0] <= 1_000_000 and 0 <= call[1] <= 1000 for call in calls), "a call is wrong")
need([call[0] for call in calls] == sorted(call[0] for call in calls), "the seconds fall")
