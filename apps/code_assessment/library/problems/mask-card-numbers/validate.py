"""Checks an input against the constraints: fails and says which one it breaks."""

import json
import sys


def need(holds, words):
    if not holds:
        sys.exit(words)


(message,) = json.load(sys.stdin)
need(len(message) <= 100_000, "the message is too long")
need(all(" " <= letter <= "~" for letter in message), "a character is not printable ASCII")
