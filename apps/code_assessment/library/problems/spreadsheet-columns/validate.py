"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(number,) = json.load(sys.stdin)
need(1 <= number <= 1_000_000_000_000, "the number is out of range")
