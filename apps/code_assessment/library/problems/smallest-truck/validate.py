"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


weights, days = json.load(sys.stdin)
need(1 <= len(weights) <= 50_000 and 1 <= days <= 50_000, "a size is out of range")
need(all(1 <= weight <= 1_000_000_000 for weight in weights), "a weight is out of range")
