"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


one, other, swap_cost = json.load(sys.stdin)
need(all(re.fullmatch(r"[a-z]{0,1000}", text) for text in (one, other)), "a text has a wrong form")
need(1 <= swap_cost <= 3, "the cost is out of range")
