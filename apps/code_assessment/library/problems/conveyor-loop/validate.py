"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


following, start = json.load(sys.stdin)
need(1 <= len(following) <= 200_000, "the number of stations is out of range")
need(all(-1 <= one < len(following) for one in following), "a station does not exist")
need(0 <= start < len(following), "the start does not exist")
