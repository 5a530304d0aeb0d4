"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


mains, desserts, rank = json.load(sys.stdin)
need(1 <= len(mains) <= 20_000 and 1 <= len(desserts) <= 20_000, "a size is out of range")
need(all(0 <= price <= 1_000_000_000 for price in (*mains, *desserts)), "a price is out of range")
need(1 <= rank <= len(mains) * len(desserts), "the rank is out of range")
