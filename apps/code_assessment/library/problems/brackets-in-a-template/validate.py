"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(template,) = json.load(sys.stdin)
need(len(template) <= 200_000, "the template is too long")
need(all(" " <= letter <= "~" for letter in template), "a character is not printable ASCII")
