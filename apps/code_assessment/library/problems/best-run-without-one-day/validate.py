"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(results,) = json.load(sys.stdin)
need(1 <= len(results) <= 200_000, "the number of days is out of range")
need(all(abs(one) <= 1_000_000 for one in results), "a result is out of range")
