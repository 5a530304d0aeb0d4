"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(orders,) = json.load(sys.stdin)
need(len(orders) <= 100_000, "there are more than 100,000 orders")
need(all(re.fullmatch(r"[A-Z0-9-]{1,12}", order) for order in orders), "an order number has a wrong form")
