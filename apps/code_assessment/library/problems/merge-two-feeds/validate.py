"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


ours, theirs = json.load(sys.stdin)
for feed in (ours, theirs):
    need(len(feed) <= 100_000, "a feed is too long")
    need(all(0 <= time <= 2_000_000_000 for time in feed), "a time is out of range")
    need(feed == sorted(feed), "a feed is not sorted")
