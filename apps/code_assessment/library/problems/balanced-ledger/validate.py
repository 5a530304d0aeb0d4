"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(entries,) = json.load(sys.stdin)
need(len(entries) <= 100_000, "there are too many entries")
need(all(abs(one) <= 1_000_000 for one in entries), "an amount is out of range")
