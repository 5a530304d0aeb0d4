"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(heights,) = json.load(sys.stdin)
need(1 <= len(heights) <= 100_000, "the number of houses is out of range")
need(all(0 <= one <= 1_000_000_000 for one in heights), "a height is out of range")
need(max(heights) * len(heights) <= 9_000_000_000_000_000, "the area may be too large")
