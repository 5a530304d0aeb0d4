"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import re
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(versions,) = json.load(sys.stdin)
need(len(versions) <= 20_000, "there are more than 20,000 versions")
need(all(re.fullmatch(r"\d{1,9}(\.\d{1,9}){0,4}", one, re.ASCII) for one in versions), "a version has a wrong form")
