"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(codes,) = json.load(sys.stdin)
need(len(codes) <= 20_000, "there are too many codes")
need(all(re.fullmatch(r"[A-Z0-9]{1,30}", code) for code in codes), "a code has a wrong form")
