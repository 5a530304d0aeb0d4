"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(hall,) = json.load(sys.stdin)
need(1 <= len(hall) <= 9, "the number of rows is out of range")
need(all(re.fullmatch(r"[.#]+", row) and len(row) == len(hall) for row in hall), "a row has a wrong form")
