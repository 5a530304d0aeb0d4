"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


names, pattern = json.load(sys.stdin)
need(len(names) <= 200, "there are too many names")
need(all(re.fullmatch(r"[a-z0-9._-]{1,500}", name) for name in names), "a name has a wrong form")
need(re.fullmatch(r"[a-z0-9._*?-]{1,500}", pattern), "the pattern has a wrong form")
