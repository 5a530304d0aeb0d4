"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(prices,) = json.load(sys.stdin)
need(len(prices) <= 100_000, "there are too many prices")
need(all(0 <= price <= 1_000_000_000 for price in prices), "a price is out of range")
