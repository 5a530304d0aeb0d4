"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


flags, most_on = json.load(sys.stdin)
need(1 <= flags <= 16, "the number of flags is out of range")
need(0 <= most_on <= flags, "the limit is out of range")
