"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(log,) = json.load(sys.stdin)
need(len(log) <= 200_000, "the log is too long")
need(re.fullmatch(r"[a-z]*", log), "a character is no small letter")
