"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


words, width = json.load(sys.stdin)
need(1 <= len(words) <= 20_000, "the number of words is out of range")
need(all(re.fullmatch(r"[!-~]{1,40}", word) for word in words), "a word has a wrong form")
need(max(map(len, words)) <= width <= 200, "the width is out of range")
