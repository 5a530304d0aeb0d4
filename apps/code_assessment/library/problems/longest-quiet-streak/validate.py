"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


incidents, limit = json.load(sys.stdin)
need(len(incidents) <= 200_000, "there are more than 200,000 days")
need(all(0 <= count <= 1_000_000 for count in incidents), "a count is out of range")
need(0 <= limit <= 1_000_000, "the limit is out of range")
