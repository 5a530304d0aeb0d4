"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(path,) = json.load(sys.stdin)
need(1 <= len(path) <= 100_000, "the length is out of range")
need(re.fullmatch(r"/[A-Za-z0-9._/-]*", path), "a character is not allowed, or the first is no slash")
