"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


clicks, pages = json.load(sys.stdin)
need(len(clicks) <= 100_000 and 0 <= pages <= 100_000, "a size is out of range")
need(all(re.fullmatch(r"[a-z0-9]{1,8}", page) for page in clicks), "a name has a wrong form")
