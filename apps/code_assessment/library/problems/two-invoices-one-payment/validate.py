"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


amounts, payment = json.load(sys.stdin)
need(len(amounts) <= 100_000, "there are more than 100,000 invoices")
need(all(abs(one) <= 1_000_000_000 for one in (*amounts, payment)), "an amount is out of range")
