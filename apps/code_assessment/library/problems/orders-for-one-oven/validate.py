"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(orders,) = json.load(sys.stdin)
need(len(orders) <= 50_000, "there are too many orders")
need(all(len(one) == 2 and 1 <= min(one) and max(one) <= 1_000_000_000 for one in orders), "an order is wrong")
