"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


shelf, wanted = json.load(sys.stdin)
need(1 <= len(shelf) <= 100_000 and 1 <= len(wanted) <= 1000, "a size is out of range")
need(all(re.fullmatch(r"[a-z0-9]{1,10}", one) for one in (*shelf, *wanted)), "a name has a wrong form")
need(all(1 <= count <= 100_000 for count in wanted.values()), "a number is out of range")
