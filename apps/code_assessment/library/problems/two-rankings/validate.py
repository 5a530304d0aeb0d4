"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


first, second = json.load(sys.stdin)
need(1 <= len(first) <= 100_000 and len(set(first)) == len(first), "the number of names is wrong")
need(sorted(first) == sorted(second), "the rankings hold different names")
need(all(re.fullmatch(r"[a-z0-9]{1,10}", name) for name in first), "a name has a wrong form")
