"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


tag, words = json.load(sys.stdin)
need(re.fullmatch(r"[a-z]{1,2000}", tag), "the tag has a wrong form")
need(1 <= len(words) <= 2000 and len(set(words)) == len(words), "the number of words is wrong")
need(all(re.fullmatch(r"[a-z]{1,20}", word) for word in words), "a word has a wrong form")
